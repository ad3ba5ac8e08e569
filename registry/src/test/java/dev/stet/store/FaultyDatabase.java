package dev.stet.store;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.JdbiException;

/** A real database one of whose commits fails, before or after it was done. */
public final class FaultyDatabase implements AutoCloseable {
  private static final int NEVER = Integer.MAX_VALUE;

  private final AtomicInteger failing = new AtomicInteger(NEVER); // commits until it fails
  private final Database database;

  private FaultyDatabase(Path file, String migrations, boolean afterItWasDone) {
    database =
        Database.open(
            file,
            migrations,
            handle -> {
              boolean fails = failing.getAndDecrement() == 0;
              if (!fails || afterItWasDone) {
                Commit.PLAIN.run(handle);
              }
              if (fails) {
                throw new CommitFault();
              }
            });
  }

  private static final class CommitFault extends JdbiException {
    private static final long serialVersionUID = 1L;

    CommitFault() {
      super("fault at a commit");
    }
  }

  public static FaultyDatabase open(Path file, String migrations, boolean afterItWasDone) {
    return new FaultyDatabase(file, migrations, afterItWasDone);
  }

  public Database database() {
    return database;
  }

  /** Fails the next commit. */
  public void fail() {
    failAfter(0);
  }

  /** Fails one commit, once that many have succeeded. */
  public void failAfter(int commits) {
    failing.set(commits);
  }

  /** Fails none. */
  public void mend() {
    failing.set(NEVER);
  }

  @Override
  public void close() {
    database.close();
  }
}
