package dev.stet.registry.manifests;

import dev.stet.http.Route;
import dev.stet.registry.blobs.BlobReader;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.blobs.Blobs;
import dev.stet.registry.log.QuorumWait;
import dev.stet.registry.log.TagLog;
import dev.stet.registry.standing.Sequence;
import dev.stet.registry.tags.TagLedger;
import dev.stet.store.Database;
import java.util.List;

/** Puts this room together. */
public final class ManifestsWiring {
  private ManifestsWiring() {}

  /** The routes of manifests. */
  public static List<Route> routes(
      Database database,
      Blobs blobs,
      BlobStore store,
      TagLedger ledger,
      TagLog log,
      QuorumWait quorum,
      Sequence sequence,
      long cacheBytes,
      PullObserver observer) {
    PushManifest push =
        new PushManifest(ledger, log, new SourceRevisions(database, blobs, new BlobReader(store)));
    ManifestReplies replies = new ManifestReplies(database, log, sequence, cacheBytes);
    return new ManifestRoutes(replies, push, new NotFound(database), observer, quorum).routes();
  }
}
