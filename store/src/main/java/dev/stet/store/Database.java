package dev.stet.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One database: its writer, its readers, its schema.
 *
 * <p>Safe for use by many threads; callers may be virtual threads, and wait.
 */
public final class Database implements AutoCloseable {
  private static final int READERS = 4;

  private final Sqlite sqlite;
  private final Checkpointer checkpointer;
  private final Writer writer;
  private final Readers readers;

  private Database(Sqlite sqlite, Commit commit) {
    this.sqlite = sqlite;
    this.checkpointer = new Checkpointer(sqlite);
    this.writer = new Writer(sqlite, commit, checkpointer::committed);
    this.readers = new Readers(sqlite, READERS);
  }

  /**
   * Opens a SQLite file, makes sure that all it shows is on disk, and brings its schema up to date.
   * Before rows are migrated, the file is copied: {@code NAME.before-VERSION} lies beside it then.
   *
   * <p>The caller holds the lock on the data folder.
   *
   * @param file the database file; made if it is not there, for its owner alone
   * @param migrations where on the class path its migrations lie, e.g. {@code
   *     dev/stet/registry/schema}
   * @throws StoreException if the file is damaged, of a newer Stet, or cannot be written
   */
  public static Database open(Path file, String migrations) {
    return open(file, migrations, Commit.PLAIN);
  }

  static Database open(Path file, String migrations, Commit commit) {
    Sqlite sqlite = new Sqlite(file);
    sqlite.make();
    sqlite.settle();
    new Schema(sqlite, migrations).bringUpToDate();
    return new Database(sqlite, commit);
  }

  /**
   * Opens a SQLite file as {@link #open} does, but only one that is there and needs no migration.
   *
   * @throws StoreException if there is none, if its schema is an older one, or for the reasons that
   *     {@link #open} has
   */
  public static Database openAsItIs(Path file, String migrations) {
    Sqlite sqlite = new Sqlite(file);
    sqlite.requireThere();
    sqlite.settle();
    new Schema(sqlite, migrations).requireCurrent();
    return new Database(sqlite, Commit.PLAIN);
  }

  /**
   * Runs a query on a reader's thread, and waits for it. It sees every change whose submit has
   * returned.
   *
   * @throws QueueFullException if too many queries wait already
   * @throws StoreException if the database cannot be read
   */
  public <T> T read(Function<Handle, T> query) {
    return readers.read(query);
  }

  /**
   * Runs a query that takes long, on a thread and a connection of its own, and waits for it. All
   * that it sees is of one moment. While it runs, the write-ahead log only grows.
   *
   * @throws StoreException if the database cannot be read
   */
  public <T> T readLong(Function<Handle, T> query) {
    return LongRead.run(sqlite::openReader, query);
  }

  /**
   * Reads a file that {@link #copyTo} has made, as {@link #readLong} does.
   *
   * @throws StoreException if it cannot be read
   */
  public static <T> T readCopy(Path copy, Function<Handle, T> query) {
    return LongRead.run(new Sqlite(copy)::openCopy, query);
  }

  /**
   * Writes a copy of the database as it is at one moment, while everybody goes on: all changes are
   * in it whose submit has returned before.
   *
   * @param copy a file that is not there yet; durable when this returns, but for its name
   * @throws IOException if it cannot be written whole; it may be there in part then
   */
  public void copyTo(Path copy) throws IOException {
    LongRead.copy(sqlite, copy);
  }

  /** The file that it is. */
  public Path file() {
    return sqlite.file();
  }

  /**
   * What the database finds wrong with its own file; one line each, and no more than a hundred.
   *
   * @param full whether to compare the indexes with the tables too, which takes longer
   */
  public List<String> faults(boolean full) {
    return LongRead.run(sqlite::openReader, handle -> Sqlite.faults(handle, full));
  }

  /**
   * Opens a way to the writer.
   *
   * @param name what the changes are, for logs
   */
  public <C, R> Lane<C, R> lane(String name, BatchWork<C, R> work) {
    return writer.lane(name, work);
  }

  /**
   * Ends each transaction from now on with this work, after that of all lanes and before its
   * commit. It runs on the writer's thread; if it throws, nothing of the transaction is written,
   * and each change is tried alone.
   */
  public void endEachWith(Consumer<Handle> work) {
    writer.endEachWith(work);
  }

  /** How many changes wait for the writer. */
  public int waiting() {
    return writer.waiting();
  }

  /** Why the writer takes no more changes; null while it does. */
  public @Nullable String stopped() {
    return writer.stopped();
  }

  /** Lets the changes that wait finish, then closes every connection. */
  @Override
  public void close() {
    writer.close();
    readers.close();
    checkpointer.close();
  }
}
