package dev.stet.store;

import java.nio.file.Path;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * One database: its writer, its readers, its schema.
 *
 * <p>Safe for use by many threads; callers may be virtual threads, and wait.
 */
public final class Database implements AutoCloseable {
  private static final int READERS = 4;

  private final Writer writer;
  private final Readers readers;
  private final Checkpointer checkpointer;

  private Database(Writer writer, Readers readers, Checkpointer checkpointer) {
    this.writer = writer;
    this.readers = readers;
    this.checkpointer = checkpointer;
  }

  /**
   * Opens a SQLite file, makes sure that all it shows is on disk, and brings its schema up to date.
   *
   * <p>The caller holds the lock on the data folder.
   *
   * @param file the database file; made if it is not there
   * @param migrations where on the class path its migrations lie, e.g. {@code
   *     dev/stet/registry/schema}
   * @throws StoreException if the file is damaged, of a newer Stet, or cannot be written
   */
  public static Database open(Path file, String migrations) {
    return open(file, migrations, Commit.PLAIN);
  }

  static Database open(Path file, String migrations, Commit commit) {
    Sqlite sqlite = new Sqlite(file);
    sqlite.settle();
    sqlite.migrate(migrations);
    Checkpointer checkpointer = new Checkpointer(sqlite);
    Writer writer = new Writer(sqlite, commit, checkpointer::committed);
    Readers readers = new Readers(sqlite, READERS);
    return new Database(writer, readers, checkpointer);
  }

  /**
   * Runs a query on a reader's thread, and waits for it. It sees every change whose submit has
   * returned.
   *
   * @throws StoreException if the database cannot be read
   */
  public <T> T read(Function<Handle, T> query) {
    return readers.read(query);
  }

  /**
   * Opens a way to the writer.
   *
   * @param name what the changes are, for logs
   */
  public <C, R> Lane<C, R> lane(String name, BatchWork<C, R> work) {
    return writer.lane(name, work);
  }

  /** How many changes wait for the writer. */
  public int waiting() {
    return writer.waiting();
  }

  /** Why the writer takes no more changes; null while it does. */
  public @org.jspecify.annotations.Nullable String stopped() {
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
