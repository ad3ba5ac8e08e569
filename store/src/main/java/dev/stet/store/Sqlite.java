package dev.stet.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One SQLite file: how connections to it are made.
 *
 * <p>Write-ahead log with {@code synchronous=FULL}: a commit is on disk when it returns. The writer
 * starts its transactions {@code IMMEDIATE} and leaves checkpoints to {@link Checkpointer}.
 */
final class Sqlite {
  private static final int BUSY_MILLIS = 10_000;
  private static final int CACHE_KIB = 16 * 1024;

  private final Path file;

  Sqlite(Path file) {
    this.file = file;
  }

  /** A connection that may write; its transactions take the write lock when they begin. */
  Handle openWriter() {
    SQLiteConfig config = config();
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    Handle handle = open(config);
    handle.execute("PRAGMA wal_autocheckpoint = 0");
    return handle;
  }

  /** A connection that only reads. */
  Handle openReader() {
    Handle handle = open(config());
    handle.execute("PRAGMA query_only = ON");
    return handle;
  }

  /** A connection that moves the write-ahead log into the database. */
  Handle openCheckpointer() {
    return open(config());
  }

  /**
   * Puts on disk what an earlier process committed, before any of it is read and trusted: after a
   * kill a commit may show in the write-ahead log although its sync never ran, and a power cut
   * would take it back.
   */
  void settle() {
    try (Connection connection = dataSource(config()).getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
      if (result.next() && result.getInt(1) != 0) {
        throw new StoreException(
            "the database " + file + " is in use by another program: stop it, then start again",
            new SQLException("wal_checkpoint was busy"));
      }
    } catch (SQLException e) {
      throw unusable(e);
    }
  }

  void migrate(String location) {
    try {
      Flyway.configure()
          .dataSource(dataSource(config()))
          .locations("classpath:" + location)
          .ignoreMigrationPatterns(new String[0]) // by default those of a newer Stet
          .loggers("slf4j")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException(
          "the database "
              + file
              + " could not be brought to this version's schema: "
              + firstLine(e)
              + "; nothing was changed: start the Stet that it belongs to, or restore a backup",
          e);
    }
  }

  /** Whether the failed commit surely left nothing behind: the disk was full. */
  static boolean surelyRolledBack(SQLException failure) {
    return failure instanceof SQLiteException sqlite
        && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
  }

  private Handle open(SQLiteConfig config) {
    try {
      return Jdbi.create(dataSource(config)).open();
    } catch (RuntimeException e) {
      throw unusable(e);
    }
  }

  private SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(-CACHE_KIB);
    return config;
  }

  private SQLiteDataSource dataSource(SQLiteConfig config) {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  private StoreException unusable(Exception cause) {
    return new StoreException(
        "the database "
            + file
            + " cannot be used ("
            + firstLine(cause)
            + "); it was left as it is: restore a backup, or name another folder with --data DIR",
        cause);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
  }
}
