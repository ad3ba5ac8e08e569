package dev.stet.acceptance.durability;

import dev.stet.acceptance.running.Faults;
import dev.stet.acceptance.running.Faults.Calls;
import dev.stet.acceptance.running.Faults.Errno;
import dev.stet.acceptance.running.TestImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A commit that is cut off, by an error or by death, neither forks the log of tags nor takes back
 * what was acknowledged, however many came before it in that process.
 */
class LogFaultsTest {
  private static final int CALLS = 20;
  private static final int PUSHERS = 4;

  /** What happens to the write-ahead log. */
  private enum Fault {
    SYNC_FAILS,
    DEATH_AT_SYNC,
    DEATH_AT_WRITE; // many are one commit

    Faults into(Trial trial, int number) throws IOException, InterruptedException {
      Path log = trial.data().resolve("registry.db-wal");
      return switch (this) {
        case SYNC_FAILS -> Faults.intoNth(number, trial.stet(), Calls.SYNC, Errno.EIO, log);
        case DEATH_AT_SYNC -> Faults.killingAtNth(number, trial.stet(), Calls.SYNC, log);
        case DEATH_AT_WRITE -> Faults.killingAtNth(number, trial.stet(), Calls.WRITE, log);
      };
    }
  }

  private final Path folder;
  private int serial;

  LogFaultsTest(@TempDir Path folder) throws IOException {
    this.folder = folder.toRealPath();
  }

  @Test
  void theLogHasAllThatWasSeenAfterFaultsInItsCommits()
      throws IOException, InterruptedException, ExecutionException {
    try (Trial trial = Trial.begin(folder.resolve("data"))) {
      for (int number = 1; number <= CALLS; number++) {
        for (Fault fault : Fault.values()) {
          try (Faults _ = fault.into(trial, number)) {
            pushUntilCutOff(trial);
          }
          trial.serveAgain();
        }
      }
      trial.killAndStartAgain();
      trial.assertLogHasAll(folder);
      trial.stop();
    }
  }

  /** Many push at once, while somebody watches, until no push succeeds. */
  private void pushUntilCutOff(Trial trial) throws InterruptedException, ExecutionException {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(PUSHERS + 1)) {
      Future<?> watcher = threads.submit(() -> watch(trial, over));
      List<Future<?>> pushers = new ArrayList<>();
      for (int i = 0; i < PUSHERS; i++) {
        String tags = "t" + serial++ + "-";
        pushers.add(threads.submit(() -> push(trial, tags)));
      }
      try {
        for (Future<?> pusher : pushers) {
          pusher.get();
        }
      } finally {
        over.set(true);
      }
      watcher.get();
    }
  }

  /** Pushes image after image until one is refused, or Stet is gone. */
  private static void push(Trial trial, String tags) {
    try {
      int number = 0;
      while (trial.push(tags + number, TestImage.small()) == 201) {
        number++;
      }
    } catch (IOException e) {
      // it is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Keeps every checkpoint that is served until then, or until Stet is gone. */
  private static void watch(Trial trial, AtomicBoolean over) {
    try {
      while (!over.get()) {
        trial.lookAtTheLog();
      }
    } catch (IOException e) {
      // it is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
