package dev.stet.registry.log;

import dev.stet.http.Route;
import dev.stet.log.VerifierKey;
import dev.stet.store.Database;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Puts this room together. */
public final class LogWiring {
  private LogWiring() {}

  /**
   * What is known of others.
   *
   * @param keys verifier keys that are told after the log's own; asked for anew each time
   * @param copies opens a copy of the log by its URL
   * @param quorum waits for those that cosign
   */
  public record Others(
      Supplier<List<VerifierKey>> keys, Function<URI, LogCopy> copies, QuorumWait quorum) {}

  /** The routes of the log. */
  public static List<Route> routes(Database database, TagLog log, Clock clock, Others others) {
    return Stream.of(
            new LogRoutes(log).routes(),
            new ProofRoutes(log, others.keys()).routes(),
            new LogApiRoutes(log, new Openings(database, clock), others.copies()).routes())
        .flatMap(List::stream)
        .toList();
  }
}
