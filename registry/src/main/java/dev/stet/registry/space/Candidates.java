package dev.stet.registry.space;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.protection.Protection;
import dev.stet.registry.tags.NameRows;
import dev.stet.store.Database;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Goes through what may be garbage, page by page, on a reader's thread. Whoever takes any of it
 * away decides once more, in the transaction that does so.
 */
final class Candidates {
  /** Small enough that a transaction about one page does not hold up pushes. */
  static final int PAGE = 200;

  private final Database database;
  private final Protection protection;
  private final Grace.Limits limits;

  Candidates(Database database, Protection protection, Grace.Limits limits) {
    this.database = database;
    this.protection = protection;
    this.limits = limits;
  }

  /** A manifest without a name, and whether it may go. */
  record Judged(Digest digest, Verdict verdict) {}

  /** All repositories, also those that were deleted. */
  void repositories(Consumer<RepositoryName> consumer) {
    Candidates.<RepositoryName>pages(
        (last, limit) ->
            database.read(
                handle ->
                    handle
                        .createQuery(
                            "SELECT name FROM repository WHERE name > ? ORDER BY name LIMIT ?")
                        .bind(0, last.map(RepositoryName::value).orElse(""))
                        .bind(1, limit)
                        .mapTo(String.class)
                        .map(RepositoryName::parse)
                        .list()),
        page -> page.forEach(consumer));
  }

  /**
   * The manifests of a repository that have no name and are old enough.
   *
   * @throws dev.stet.http.RequestException with 503 if there are any, and the record of a name is
   *     damaged: it may have named one of them
   */
  void manifests(RepositoryName repository, Consumer<List<Judged>> consumer) {
    Candidates.<Judged>pages(
        (last, limit) -> {
          List<Judged> page = manifests(repository, last.map(Judged::digest), limit);
          if (last.isEmpty() && !page.isEmpty()) {
            requireNames(repository);
          }
          return page;
        },
        consumer);
  }

  private void requireNames(RepositoryName repository) {
    boolean _ =
        database.readLong(
            handle -> {
              NameRows.requireWhole(handle, repository);
              return true;
            });
  }

  private List<Judged> manifests(RepositoryName repository, Optional<Digest> last, int limit) {
    return database.read(
        handle -> {
          Need need = new Need(handle, protection, limits);
          return need.looseManifests(repository, last, limit).stream()
              .map(digest -> new Judged(digest, need.of(repository, digest)))
              .toList();
        });
  }

  /** The blobs of a repository that no visible manifest refers to. */
  void blobs(RepositoryName repository, Consumer<List<Need.Blob>> consumer) {
    Candidates.<Need.Blob>pages(
        (last, limit) ->
            database.read(
                handle ->
                    new Need(handle, protection, limits)
                        .unneededBlobs(repository, last.map(Need.Blob::digest), limit)),
        consumer);
  }

  private static <T> void pages(
      BiFunction<Optional<T>, Integer, List<T>> read, Consumer<List<T>> consumer) {
    List<T> page = read.apply(Optional.empty(), PAGE);
    while (!page.isEmpty()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("Stet is stopping");
      }
      consumer.accept(page);
      page = read.apply(Optional.of(page.getLast()), PAGE);
    }
  }
}
