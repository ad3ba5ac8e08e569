package dev.stet.registry.tags;

import dev.stet.http.RequestException;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import dev.stet.store.Database;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Which repositories there are. Safe for use by many threads; callers wait. */
public final class Repositories {
  private static final String CREATE =
      "INSERT INTO repository (name, created_at, kind) VALUES (?, ?, ?)"
          + " ON CONFLICT (name) DO UPDATE SET deleted_at = NULL WHERE deleted_at IS NOT NULL";

  /** The most exact declaration decides: the name itself, else the longest prefix. */
  private static final String DECLARED =
      "SELECT kind FROM declaration WHERE pattern = :name OR (pattern LIKE '%/**'"
          + " AND substr(:name, 1, length(pattern) - 2) = substr(pattern, 1, length(pattern) - 2))"
          + " ORDER BY pattern = :name DESC, length(pattern) DESC LIMIT 1";

  private final Database database;

  /** Looks into this database. */
  public Repositories(Database database) {
    this.database = database;
  }

  /**
   * Makes sure that something was ever pushed to the repository, and that it was not deleted.
   *
   * @throws RequestException with {@link OciErrorCode#NAME_UNKNOWN} if not
   */
  public void requireKnown(RepositoryName repository) {
    boolean known = database.read(handle -> isLive(handle, repository));
    if (!known) {
      throw unknown(repository);
    }
  }

  /** The answer to a request that is about a repository which is not there. */
  public static RequestException unknown(RepositoryName repository) {
    return RequestException.of(
        OciErrorCode.NAME_UNKNOWN,
        "there is no repository \""
            + repository
            + "\": nothing was ever pushed to it, or it was deleted and nothing was pushed since");
  }

  /** Whether something was pushed to the repository since it was last deleted. */
  public static boolean isLive(Handle handle, RepositoryName repository) {
    return handle
        .createQuery("SELECT 1 FROM repository WHERE name = ? AND deleted_at IS NULL")
        .bind(0, repository.value())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** The kind of a repository; that which it would get if nothing was ever pushed to it. */
  public static RepositoryKind kind(Handle handle, RepositoryName repository) {
    Optional<String> fixed =
        handle
            .createQuery("SELECT kind FROM repository WHERE name = ?")
            .bind(0, repository.value())
            .mapTo(String.class)
            .findOne();
    return fixed
        .or(() -> declared(handle, repository))
        .map(RepositoryKind::of)
        .orElse(RepositoryKind.STANDING);
  }

  private static Optional<String> declared(Handle handle, RepositoryName repository) {
    return handle
        .createQuery(DECLARED)
        .bind("name", repository.value())
        .mapTo(String.class)
        .findOne();
  }

  /**
   * Makes a repository, inside a transaction of the caller's. Its kind is fixed from now on. One
   * that was deleted is there again, with the names that are burnt in it.
   */
  public static void create(Handle handle, RepositoryName repository, Instant now) {
    handle.execute(CREATE, repository.value(), now.toEpochMilli(), kind(handle, repository).text());
  }

  /** Takes a repository away, inside a transaction of the caller's. Its names stay bound. */
  public static void delete(Handle handle, RepositoryName repository, Instant now) {
    handle.execute(
        "UPDATE repository SET deleted_at = ? WHERE name = ?",
        now.toEpochMilli(),
        repository.value());
  }
}
