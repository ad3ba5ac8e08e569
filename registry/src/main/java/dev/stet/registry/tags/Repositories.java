package dev.stet.registry.tags;

import dev.stet.http.RequestException;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import dev.stet.store.Database;

/** Which repositories there are. Safe for use by many threads; callers wait. */
public final class Repositories {
  private final Database database;

  /** Looks into this database. */
  public Repositories(Database database) {
    this.database = database;
  }

  /**
   * Makes sure that something was ever pushed to the repository.
   *
   * @throws RequestException with {@link OciErrorCode#NAME_UNKNOWN} if not
   */
  public void requireKnown(RepositoryName repository) {
    boolean known =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT 1 FROM repository WHERE name = ?")
                    .bind(0, repository.value())
                    .mapTo(Integer.class)
                    .findOne()
                    .isPresent());
    if (!known) {
      throw RequestException.of(
          OciErrorCode.NAME_UNKNOWN,
          "there is no repository \"" + repository + "\": nothing was ever pushed to it");
    }
  }
}
