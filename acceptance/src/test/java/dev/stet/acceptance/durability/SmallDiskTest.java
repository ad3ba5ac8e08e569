package dev.stet.acceptance.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.SmallDisk;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, or has become read-only, stops pushes and nothing else. */
class SmallDiskTest {
  private static final int MEBIBYTES = 24;
  private static final int HALF = 1_000_000;

  private SmallDisk disk;
  private Trial trial;

  @BeforeEach
  void begin(@TempDir Path folder) throws IOException, InterruptedException {
    disk = SmallDisk.in(folder.toRealPath(), MEBIBYTES);
    trial = Trial.begin(disk.folder().resolve("data"));
  }

  @AfterEach
  void end() throws IOException, InterruptedException {
    if (trial != null) {
      trial.close();
    }
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void aFullDiskStopsPushesUntilThereIsRoomAgain() throws IOException, InterruptedException {
    TestImage before = TestImage.small();
    assertThat(trial.push("before", before)).isEqualTo(201);
    disk.fill();

    TestImage image = TestImage.unique();
    assertThat(trial.push("full", image)).isEqualTo(503);
    pushSmallBlobsUntilRefused();
    assertThat(trial.claim("nothing-new-but-the-name", before)).isEqualTo(503);
    trial.assertServes();

    disk.free();
    assertThat(trial.push("full", image)).as("without a restart").isEqualTo(201);
    assertThat(trial.claim("nothing-new-but-the-name", before)).isEqualTo(201);
    trial.killAndStartAgain();
  }

  /** What the database and its log have allocated already takes some. */
  private void pushSmallBlobsUntilRefused() throws IOException, InterruptedException {
    int number = 0;
    while (trial.pushBlob(("small " + number).getBytes(UTF_8)) == 201) {
      number++;
    }
  }

  @Test
  void anUploadGoesOnWhenThereIsRoomAgain() throws IOException, InterruptedException {
    byte[] blob = new byte[2 * HALF];
    new Random(7).nextBytes(blob);
    String upload = trial.beginUpload();
    trial.append(upload, Arrays.copyOf(blob, HALF));

    disk.fill();
    assertThat(trial.finish(upload, Arrays.copyOfRange(blob, HALF, blob.length), blob))
        .isEqualTo(503);
    trial.assertServes();

    disk.free();
    String range = trial.client().upload(upload).headers().firstValue("Range").orElseThrow();
    int has = Integer.parseInt(range.substring(2)) + 1;
    assertThat(has).as("what was acknowledged").isGreaterThanOrEqualTo(HALF);
    assertThat(trial.finish(upload, Arrays.copyOfRange(blob, has, blob.length), blob))
        .isEqualTo(201);
    trial.killAndStartAgain();
  }

  @Test
  void onAFullDiskItStartsForThoseWhoPull() throws IOException, InterruptedException {
    trial.stop();
    disk.fill();
    trial.startAgain();
    assertThat(trial.push("full", TestImage.unique())).isEqualTo(503);
    trial.assertServes();

    disk.free();
    assertThat(trial.push("full", TestImage.unique())).as("without a restart").isEqualTo(201);
    trial.killAndStartAgain();
  }

  @Test
  void onAFullDiskNoNewRegistryBegins() throws IOException, InterruptedException {
    trial.stop();
    disk.fill();
    assertDoesNotStart(
        disk.folder().resolve("another"),
        "No space left on device",
        "disk is full",
        "see that its disk has room");
  }

  @Test
  void killedOnAFullDiskItStartsToo() throws IOException, InterruptedException {
    disk.fill();
    pushSmallBlobsUntilRefused();
    trial.killAndStartAgain();
    disk.free();
    assertThat(trial.push("again", TestImage.unique())).isEqualTo(201);
    trial.killAndStartAgain();
  }

  @Test
  void aDiskThatBecomesReadOnlyStopsPushesAndPullsGoOn() throws IOException, InterruptedException {
    TestImage before = TestImage.small();
    assertThat(trial.push("before", before)).isEqualTo(201);
    String upload = trial.beginUpload();
    disk.failToReadOnly();

    TestImage image = TestImage.unique();
    assertThat(trial.finish(upload, image.layer(), image.layer())).isEqualTo(503);
    assertThat(trial.pushBlob(image.layer())).isEqualTo(503);
    assertThat(trial.pushBlob(image.config())).isEqualTo(503);
    assertThat(trial.claim("read-only", before)).isEqualTo(503);
    trial.assertServes();
    trial.kill();
    assertDoesNotStart(trial.data(), "Read-only file system");

    disk.mend();
    trial.startAgain();
    assertThat(trial.push("read-only", image)).isEqualTo(201);
    trial.killAndStartAgain();
  }

  /** The process ends with one line that says what is wrong with the disk. */
  private static void assertDoesNotStart(Path data, String... why)
      throws IOException, InterruptedException {
    Ended ended = StetProcess.serving(data).run();
    assertThat(ended.code()).as(ended.output()).isEqualTo(1);
    assertThat(ended.output().lines()).hasSize(1);
    assertThat(ended.output()).startsWith("stet: ").containsAnyOf(why);
  }
}
