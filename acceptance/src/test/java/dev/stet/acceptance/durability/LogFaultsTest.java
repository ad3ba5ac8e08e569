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
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A commit that is cut off at its sync, by an error or by death, forks the log of tags as little as
 * it loses what was acknowledged, however many commits came before it in that process.
 */
class LogFaultsTest {
  private static final int COMMITS = 20;
  private static final int PUSHERS = 4;

  /** What happens at the sync of a commit. */
  private enum Fault {
    ERROR,
    DEATH;

    Faults into(Trial trial, int commit) throws IOException, InterruptedException {
      Path log = trial.data().resolve("registry.db-wal");
      return this == ERROR
          ? Faults.intoNth(commit, trial.stet(), Calls.SYNC, Errno.EIO, log)
          : Faults.killingAtNth(commit, trial.stet(), Calls.SYNC, log);
    }
  }

  private final Path folder;
  private int serial;

  LogFaultsTest(@TempDir Path folder) throws IOException {
    this.folder = folder.toRealPath();
  }

  @Test
  void theLogHasAllThatWasSeenAfterFaultsAtItsSyncs()
      throws IOException, InterruptedException, ExecutionException {
    assertNothingIsForked(commit -> List.of(commit % 2 == 0 ? Fault.ERROR : Fault.DEATH));
  }

  @Test
  @Tag("nightly")
  void theLogHasAllThatWasSeenAfterEachFaultAtItsSyncs()
      throws IOException, InterruptedException, ExecutionException {
    assertNothingIsForked(_ -> List.of(Fault.values()));
  }

  private void assertNothingIsForked(IntFunction<List<Fault>> faults)
      throws IOException, InterruptedException, ExecutionException {
    try (Trial trial = Trial.begin(folder.resolve("data"))) {
      for (int commit = 1; commit <= COMMITS; commit++) {
        for (Fault fault : faults.apply(commit)) {
          try (Faults _ = fault.into(trial, commit)) {
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
