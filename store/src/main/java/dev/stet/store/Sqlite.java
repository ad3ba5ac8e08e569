package dev.stet.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
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
  private static final int MOST_FAULTS = 100;

  /** Of SQLite's result codes, those that speak of the disk and not of what is on it. */
  private static final Set<Integer> DISK =
      Set.of(
          SQLiteErrorCode.SQLITE_FULL.code,
          SQLiteErrorCode.SQLITE_IOERR.code,
          SQLiteErrorCode.SQLITE_READONLY.code,
          SQLiteErrorCode.SQLITE_CANTOPEN.code);

  private static final int PRIMARY = 0xff; // of an extended result code

  private final Path file;

  Sqlite(Path file) {
    this.file = file;
  }

  /**
   * Makes an empty file if there is none, so that nobody but its owner reads what will be in it.
   * SQLite gives the files that it keeps beside it the same rights.
   */
  void make() {
    try {
      if (!Files.exists(file)) {
        Files.createFile(file, Durable.forOwner());
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  void requireThere() {
    if (!Files.exists(file)) {
      throw new StoreException(
          "there is no database " + file + ": name the data folder of a Stet with --data DIR",
          new NoSuchFileException(file.toString()));
    }
  }

  /** Where it is. */
  Path file() {
    return file;
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

  /** A connection to a file that nobody writes, and that changes nothing about it. */
  Handle openCopy() {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return open(config);
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
    try (Connection connection = dataSource().getConnection();
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

  /**
   * Writes a copy of the database as it is at this moment, while others go on.
   *
   * @param copy a file that is not there yet; durable when this returns, but for its name
   */
  void copyTo(Path copy) throws IOException {
    Files.createFile(copy, Durable.forOwner());
    try (Connection connection = dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, copy.toString());
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IOException(firstLine(e), e);
    }
    Durable.sync(copy);
  }

  /** What SQLite finds wrong with the file, one line each. */
  static List<String> faults(Handle handle, boolean full) {
    String check = full ? "integrity_check" : "quick_check";
    try {
      return handle
          .createQuery("PRAGMA " + check + "(" + MOST_FAULTS + ")")
          .mapTo(String.class)
          .filter(line -> !line.equals("ok"))
          .list();
    } catch (JdbiException e) {
      return List.of(firstLine(e)); // so damaged that it cannot even be checked
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

  /** Connections as all others are, for whoever makes them. */
  SQLiteDataSource dataSource() {
    return dataSource(config());
  }

  private SQLiteDataSource dataSource(SQLiteConfig config) {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  StoreException unusable(Exception cause) {
    return new StoreException(
        "the database "
            + file
            + " cannot be used ("
            + reason(cause)
            + "); it was left as it is: "
            + (isOfTheDisk(cause)
                ? "see that its disk has room and can be written, then start again"
                : "restore a backup, or name another folder with --data DIR"),
        cause);
  }

  /** Whether it is not about what is in the file. */
  static boolean isOfTheDisk(Exception failure) {
    return sqlite(failure)
        .map(sqlite -> DISK.contains(sqlite.getResultCode().code & PRIMARY))
        .orElse(failure instanceof IOException);
  }

  private static Optional<SQLiteException> sqlite(@Nullable Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(SQLiteException.class::isInstance)
        .map(SQLiteException.class::cast)
        .findFirst();
  }

  /** Why something failed, in one line; of a statement that failed not the statement. */
  static String reason(Throwable failure) {
    return firstLine(sqlite(failure).<Throwable>map(it -> it).orElse(failure));
  }

  static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
  }
}
