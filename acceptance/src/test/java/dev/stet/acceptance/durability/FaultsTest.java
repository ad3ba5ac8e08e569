package dev.stet.acceptance.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.Faults;
import dev.stet.acceptance.running.Faults.Calls;
import dev.stet.acceptance.running.Faults.Errno;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * System calls that fail in the real process fail the push that they belong to, and take back
 * nothing that was acknowledged. One Stet goes through it all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
  private static final int STEPS = 4; // calls of one kind that a push makes, at most
  private static final int PUSHES = 4; // so that every thread comes to every step

  private Path folder;
  private Trial trial;

  @BeforeAll
  void begin(@TempDir Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    trial = Trial.begin(folder.toRealPath().resolve("data"));
  }

  @AfterAll
  void end() throws IOException, InterruptedException {
    try (Trial _ = trial) {
      trial.killAndStartAgain();
      trial.assertLogHasAll(folder);
      trial.stop();
    }
  }

  private Path writeAheadLog() {
    return trial.data().resolve("registry.db-wal");
  }

  /** The file of an upload; its name begins with the last word of the location. */
  private Path fileOf(String upload) throws IOException {
    String id = upload.substring(upload.lastIndexOf('/') + 1);
    try (Stream<Path> files = Files.list(trial.data().resolve("content/uploads"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(id))
          .findFirst()
          .orElseThrow();
    }
  }

  private Path folderOf(byte[] blob) {
    String folder = Digest.sha256(blob).hex().substring(0, 2);
    return trial.data().resolve("content/blobs/sha256").resolve(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "WRITE, EIO",
    "WRITE, ENOSPC",
    "SYNC, EIO",
    "SYNC, ENOSPC",
    "RENAME, EIO",
    "RENAME, ENOSPC"
  })
  void aFaultInTheFileOfABlobFailsItsPushAlone(Calls calls, Errno error)
      throws IOException, InterruptedException {
    TestImage image = TestImage.unique();
    byte[] blob = image.layer();
    int half = blob.length / 2;
    String upload = trial.beginUpload();
    trial.append(upload, Arrays.copyOf(blob, half));
    try (Faults _ = Faults.into(trial.stet(), calls, error, fileOf(upload))) {
      byte[] rest = Arrays.copyOfRange(blob, half, blob.length);
      assertThat(trial.finish(upload, rest, blob)).isEqualTo(503);
      assertOthersPush();
    }
    assertThat(trial.push("file-" + calls + "-" + error, image)).isEqualTo(201);
    trial.assertHoldsAll();
  }

  @ParameterizedTest
  @EnumSource
  void aFolderThatIsNotSyncedFailsThePushOfTheBlobInIt(Errno error)
      throws IOException, InterruptedException {
    TestImage image = TestImage.unique();
    String tag = "folder-" + error;
    try (Faults _ = Faults.into(trial.stet(), Calls.SYNC, error, folderOf(image.layer()))) {
      assertThat(trial.push(tag, image)).isEqualTo(503);
      assertThat(trial.push(tag, image)).as("the same again").isEqualTo(503);
      assertOthersPush();
    }
    assertThat(trial.push(tag, image)).isEqualTo(201);
    trial.assertHoldsAll();
  }

  private void assertOthersPush() throws IOException, InterruptedException {
    TestImage other = TestImage.small();
    assertThat(trial.push("other-" + other.digest().hex(), other)).isEqualTo(201);
    trial.assertServes();
  }

  /** A commit that was not written whole is surely none. */
  @Test
  void noRoomForTheWriteAheadLogFailsPushesUntilThereIs() throws IOException, InterruptedException {
    TestImage image = TestImage.small();
    try (Faults _ = Faults.into(trial.stet(), Calls.WRITE, Errno.ENOSPC, writeAheadLog())) {
      assertThat(trial.push("no-room", image)).isEqualTo(503);
      assertThat(trial.push("no-room", image)).as("the same again").isEqualTo(503);
      trial.assertServes();
    }
    assertThat(trial.push("no-room", image)).as("without a restart").isEqualTo(201);
    trial.assertHoldsAll();
  }

  /** Nobody can tell what is on disk, so nothing is written on top of it. */
  @ParameterizedTest
  @CsvSource({"WRITE, EIO", "SYNC, EIO", "SYNC, ENOSPC"})
  void afterACommitOfUnknownOutcomeNothingIsWrittenUntilARestart(Calls calls, Errno error)
      throws IOException, InterruptedException {
    TestImage image = TestImage.small();
    String tag = "log-" + calls + "-" + error;
    try (Faults _ = Faults.into(trial.stet(), calls, error, writeAheadLog())) {
      assertThat(trial.push(tag, image)).isEqualTo(503);
      trial.assertServes();
    }
    assertThat(trial.push(tag, image)).as("the disk is well, and yet").isEqualTo(503);
    trial.assertServes();
    trial.killAndStartAgain();
    assertThat(trial.push(tag, image)).isEqualTo(201);
    trial.assertHoldsAll();
  }

  /** It begins with what the last process has left in the log. */
  @ParameterizedTest
  @CsvSource({"WRITE, EIO", "WRITE, ENOSPC", "SYNC, EIO", "SYNC, ENOSPC"})
  void aFaultAtTheStartEndsItWithOneLine(Calls calls, Errno error)
      throws IOException, InterruptedException {
    trial.killAndStartAgain();
    TestImage image = TestImage.small();
    assertThat(trial.push("start-" + calls + "-" + error, image)).isEqualTo(201);
    trial.kill();

    Path database = trial.data().resolve("registry.db");
    Ended ended =
        StetProcess.servingUnder(Faults.under(calls, error, database), trial.data()).run();
    assertThat(ended.code()).as(ended.output()).isEqualTo(1);
    assertThat(ended.output().lines()).hasSize(1);
    assertThat(ended.output()).startsWith("stet: the database " + database + " cannot be used");
    assertThat(ended.output()).contains("see that its disk has room and can be written");

    trial.startAgain();
  }

  @ParameterizedTest
  @CsvSource({"SYNC, EIO", "SYNC, ENOSPC", "RENAME, EIO", "RENAME, ENOSPC"})
  void aBackupThatIsNotWholeIsNone(Calls calls, Errno error, @TempDir Path folder)
      throws IOException, InterruptedException {
    Path broken = folder.resolve("broken");
    try (Faults _ = Faults.into(trial.stet(), calls, error)) {
      Ended failed = backup(broken);
      assertThat(failed.code()).as(failed.output()).isEqualTo(1);
    }
    Ended refused = restore(broken, folder.resolve("nothing"));
    assertThat(refused.code()).as(refused.output()).isEqualTo(1);
    assertThat(refused.output()).contains("there is no whole backup in " + broken);

    backup(folder.resolve("whole")).successfully();
    restore(folder.resolve("whole"), folder.resolve("restored")).successfully();
    trial.killAndStartAgain();
  }

  private Ended backup(Path folder) throws IOException, InterruptedException {
    return trial.stet().command().with("backup", "create", folder).run();
  }

  private static Ended restore(Path backup, Path data) throws IOException, InterruptedException {
    return StetProcess.offline("backup", "restore", backup, "--data", data).run();
  }

  @ParameterizedTest
  @CsvSource({"SYNC, EIO", "SYNC, ENOSPC", "RENAME, EIO", "RENAME, ENOSPC"})
  void afterAFaultAtAnyStepEachPushIsWholeOrAbsent(Calls calls, Errno error)
      throws IOException, InterruptedException {
    for (int step = 1; step <= STEPS; step++) {
      String tag = "step-" + calls + "-" + error + "-" + step + "-";
      try (Faults _ = Faults.intoNth(step, trial.stet(), calls, error)) {
        for (int i = 0; i < PUSHES; i++) {
          var _ = trial.push(tag + i, TestImage.unique());
        }
      }
      if (trial.push(tag + "after", TestImage.unique()) == 503) {
        trial.killAndStartAgain(); // a commit was hit
      }
    }
    trial.killAndStartAgain();
  }
}
