package dev.stet.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schema of one database file, and its migrations.
 *
 * <p>Each migration is a transaction of its own, so a crash leaves the schema as it was before one
 * or as it is after it; the next start goes on from there.
 */
final class Schema {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  private final Sqlite sqlite;
  private final Flyway flyway;

  /** The schema that the migrations at that place of the class path make. */
  Schema(Sqlite sqlite, String location) {
    this.sqlite = sqlite;
    this.flyway =
        Flyway.configure()
            .dataSource(sqlite.dataSource())
            .locations("classpath:" + location)
            .ignoreMigrationPatterns(new String[0]) // by default those of a newer Stet
            .loggers("slf4j")
            .load();
  }

  /**
   * Runs the migrations that are pending. A database that has rows is copied first, as it is.
   *
   * @throws StoreException if it is of a newer Stet or somebody else's, or if the copy could not be
   *     made; nothing was changed then
   */
  void bringUpToDate() {
    try {
      refuseNewer();
      MigrationInfo[] pending = flyway.info().pending();
      if (pending.length > 0 && flyway.info().current() != null) {
        copyBefore(pending[0]);
      }
      flyway.migrate();
    } catch (FlywayException e) {
      if (Sqlite.isOfTheDisk(e)) {
        throw sqlite.unusable(e);
      }
      throw new StoreException(
          "the database "
              + sqlite.file()
              + " could not be brought to this version's schema: "
              + Sqlite.firstLine(e)
              + "; the step that failed changed nothing: start the Stet that it belongs to, or restore"
              + " a backup",
          e);
    }
  }

  /**
   * Makes sure that there is nothing to migrate.
   *
   * @throws StoreException if there is
   */
  void requireCurrent() {
    try {
      refuseNewer();
      MigrationInfo[] pending = flyway.info().pending();
      if (pending.length > 0) {
        throw new StoreException(
            "the database "
                + sqlite.file()
                + " is of an older Stet (it lacks "
                + version(pending[0])
                + "): start this one with it once, which brings it up to date",
            new IOException("a migration is pending"));
      }
    } catch (FlywayException e) {
      throw sqlite.unusable(e);
    }
  }

  private void refuseNewer() {
    Arrays.stream(flyway.info().applied())
        .filter(applied -> !applied.getState().isResolved())
        .findFirst()
        .ifPresent(
            unknown -> {
              throw new StoreException(
                  "the database "
                      + sqlite.file()
                      + " is of a newer Stet (this one does not know its schema "
                      + version(unknown)
                      + "); nothing was changed: start the newer one",
                  new IOException("an applied migration is not known"));
            });
  }

  /**
   * Copies the database under a name that says which migration had not run yet. A copy that an
   * earlier start made is replaced: since then an older Stet may have written.
   *
   * <p>A crash here leaves a part of a copy under another name, and the database as it was.
   */
  private void copyBefore(MigrationInfo next) {
    Path file = sqlite.file();
    Path copy = file.resolveSibling(file.getFileName() + ".before-" + version(next));
    Path part = copy.resolveSibling(copy.getFileName() + ".part");
    LOG.info("The database is brought to a newer schema; a copy as it is goes to {}", copy);
    try {
      Files.deleteIfExists(part);
      sqlite.copyTo(part);
      Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
      Durable.syncName(copy);
    } catch (IOException e) {
      throw new StoreException(
          "the database "
              + file
              + " could not be copied before its schema is changed ("
              + Sqlite.firstLine(e)
              + "); nothing was changed: make room beside it, then start again",
          e);
    }
  }

  private static String version(MigrationInfo migration) {
    return "V" + migration.getVersion();
  }
}
