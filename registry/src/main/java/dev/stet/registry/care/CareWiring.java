package dev.stet.registry.care;

import dev.stet.http.Route;
import dev.stet.log.VerifierKey;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.blobs.BlobsWiring;
import dev.stet.registry.log.LogSigner;
import dev.stet.registry.log.TagLog;
import dev.stet.registry.space.CollectionGate;
import dev.stet.store.Database;
import java.time.Clock;
import java.util.List;

/** Puts this room together. */
public final class CareWiring {
  private CareWiring() {}

  /** The routes of checks and backups. */
  public static List<Route> routes(
      Database database,
      BlobStore store,
      BlobsWiring blobs,
      TagLog log,
      CollectionGate gate,
      Clock clock) {
    List<VerifierKey> keys = log.signer().map(LogSigner::verifiers).orElse(List.of());
    Checks checks = new Checks(database, store, blobs, keys, clock);
    return new CareRoutes(checks, new Backups(database, store, gate, log.gate(), clock)).routes();
  }
}
