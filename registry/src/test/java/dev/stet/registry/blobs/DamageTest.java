package dev.stet.registry.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.registry.TestRegistry;
import dev.stet.registry.blobs.file.FileBlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of blobs whose bytes are not what they were. */
class DamageTest extends BlobsTest {
  @Test
  void aLargeBlobThatWasCutShortIs404UntilItIsPushedAgain() throws IOException {
    byte[] bytes = random(LARGE);
    Digest digest = registry.blob("shop/api", bytes);
    assertRead(digest, bytes);
    Files.write(file(digest), Arrays.copyOf(bytes, LARGE - 1));
    assertThat(registry.get(blob("shop/api", digest)).failure()).isEqualTo("404 BLOB_UNKNOWN");
    assertThat(registry.head(blob("shop/api", digest)).status()).isEqualTo(404);
    assertThat(registry.blob("shop/api", bytes)).isEqualTo(digest);
    assertRead(digest, bytes);
  }

  @Test
  void aSmallBlobWithAFlippedBitIs404UntilItIsPushedAgain() {
    byte[] bytes = random(SMALL);
    Digest digest = registry.blob("shop/api", bytes);
    byte[] flipped = bytes.clone();
    flipped[7] ^= 1;
    registry.damage("UPDATE small_blob SET bytes = ?", flipped);
    assertThat(registry.get(blob("shop/api", digest)).failure()).isEqualTo("404 BLOB_UNKNOWN");
    assertThat(registry.blob("shop/api", bytes)).isEqualTo(digest);
    assertRead(digest, bytes);
  }

  private byte[] flip(Digest digest) throws IOException {
    byte[] bytes = Files.readAllBytes(file(digest));
    bytes[bytes.length / 2] ^= 1;
    Files.write(file(digest), bytes);
    return bytes;
  }

  private Path quarantined(Digest digest) {
    return folder.resolve("content/quarantine/" + digest.toString().replace(':', '-'));
  }

  private void assertGone(Digest digest) {
    for (String method : List.of("GET", "HEAD")) {
      assertThat(registry.request(method, blob("shop/api", digest)).send().failure())
          .isEqualTo("404 BLOB_UNKNOWN");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theScrubPutsAsideALargeBlobWithAFlippedBit(Algorithm algorithm) throws IOException {
    byte[] bytes = random(LARGE);
    Digest digest = Digest.of(algorithm, bytes);
    String push = UPLOADS + "?digest=" + digest;
    assertCreated(registry.request("POST", push).body(bytes).send(), digest);
    byte[] flipped = flip(digest);
    assertRead(digest, flipped); // between two passes nobody but the client hashes it

    registry.tick();

    assertGone(digest);
    assertThat(quarantined(digest)).hasBinaryContent(flipped);
    assertThat(registry.blobs().blobsDamaged()).isOne();
    registry.tick();
    assertThat(registry.blobs().blobsDamaged()).as("told of once").isOne();

    assertCreated(registry.request("POST", push).body(bytes).send(), digest);
    assertRead(digest, bytes);
    assertThat(registry.blobs().blobsHealed()).isOne();
    registry.tick();
    assertRead(digest, bytes);
    assertThat(registry.blobs().blobsDamaged()).isOne();
    assertThat(quarantined(digest)).as("kept for the operator").hasBinaryContent(flipped);
  }

  @Test
  void theScrubReadsAllLargeBlobsAndLeavesWholeOnesAlone() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 230; i++) { // more than two of its pages
      byte[] bytes = new byte[HeldBlob.SMALL + 1];
      random.nextBytes(bytes);
      registry.blob("shop/many", bytes);
    }
    registry.blob("shop/many", random(SMALL));
    registry.tick();
    assertThat(registry.blobs().bytesScrubbed()).isEqualTo(230L * (HeldBlob.SMALL + 1));
    assertThat(registry.blobs().blobsDamaged()).isZero();
    try (Stream<Path> aside = Files.list(folder.resolve("content/quarantine"))) {
      assertThat(aside).isEmpty();
    }
  }

  @Test
  void theScrubFindsWhatWasCutShortOrIsGone() throws IOException {
    Digest cut = registry.blob("shop/api", random(LARGE));
    Digest gone = registry.blob("shop/api", random(LARGE + 1));
    Files.write(file(cut), random(7));
    Files.delete(file(gone));
    registry.tick();
    assertThat(quarantined(cut)).hasBinaryContent(random(7));
    assertThat(quarantined(gone)).doesNotExist();
    assertThat(registry.blobs().blobsDamaged()).isEqualTo(2);
    for (int length : new int[] {LARGE, LARGE + 1}) {
      byte[] bytes = random(length);
      assertRead(registry.blob("shop/web", bytes), bytes); // through shop/api too
    }
    assertThat(registry.blobs().blobsHealed()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE blob SET size = size + 1",
        "UPDATE blob SET storage_key = 'sha256/00/00'",
        "UPDATE blob SET storage_key = ''"
      })
  void aRowThatIsWrongIsPutRightByThePush(String damage) {
    byte[] bytes = random(LARGE);
    Digest digest = registry.blob("shop/api", bytes);
    registry.damage(damage);
    assertGone(digest);
    registry.tick();
    assertThat(file(digest)).as("it is the row that is wrong").hasBinaryContent(bytes);
    assertGone(digest);
    registry.blob("shop/api", bytes);
    assertRead(digest, bytes);
  }

  @Test
  void aRowWithoutItsBytesIsNoBlob() {
    byte[] bytes = random(4096); // as long as a folder, which the empty key would lead to
    Digest digest = registry.blob("shop/api", bytes);
    registry.damage("DELETE FROM small_blob");
    assertGone(digest);
    registry.blob("shop/api", bytes);
    assertRead(digest, bytes);
  }

  @Test
  void aCheckTellsWhatItFound() throws Exception {
    BlobStore store = FileBlobStore.open(folder.resolve("content"), UUID::randomUUID);
    Blobs blobs = new Blobs(registry.database(), Clock.fixed(TestRegistry.NOW, ZoneOffset.UTC));
    BlobCheck check = new BlobCheck(blobs, store, new ContentLocks(), new Damage(registry.blobs()));
    Digest small = registry.blob("shop/api", random(SMALL));
    Digest large = registry.blob("shop/api", random(LARGE));
    for (Digest digest : List.of(small, large)) {
      assertThat(check.check(digest, Pace.UNLIMITED)).isEqualTo(BlobCheck.Result.WHOLE);
    }
    assertThat(check.check(Digest.sha256(random(1)), Pace.UNLIMITED))
        .isEqualTo(BlobCheck.Result.UNKNOWN);
    registry.damage("UPDATE small_blob SET bytes = ?", random(3));
    flip(large);
    for (Digest digest : List.of(small, large)) {
      assertThat(check.check(digest, Pace.UNLIMITED)).isEqualTo(BlobCheck.Result.DAMAGED);
      assertThat(check.check(digest, Pace.UNLIMITED)).isEqualTo(BlobCheck.Result.DAMAGED);
    }
    assertThat(registry.blobs().blobsDamaged()).isEqualTo(2);
  }

  /** What a check has read is old by the time it is judged: a push may have come between. */
  @Test
  void aCheckNeverPutsAsideWhatAPushHasJustPlaced() throws Exception {
    byte[] bytes = random(LARGE);
    Digest digest = registry.blob("shop/api", bytes);
    flip(digest);
    BlobStore store = FileBlobStore.open(folder.resolve("content"), UUID::randomUUID);
    Blobs blobs = new Blobs(registry.database(), Clock.fixed(TestRegistry.NOW, ZoneOffset.UTC));
    BlobCheck check = new BlobCheck(blobs, store, new ContentLocks(), new Damage(registry.blobs()));
    Pace healing = _ -> registry.blob("shop/api", bytes);
    assertThat(check.check(digest, healing)).isEqualTo(BlobCheck.Result.WHOLE);
    assertRead(digest, bytes);
    assertThat(quarantined(digest)).doesNotExist();
  }

  @Test
  void theScrubEndsWhenItsThreadIsInterrupted() throws Exception {
    registry.blob("shop/api", random(LARGE));
    registry.blob("shop/api", random(LARGE + 1));
    BlobStore store = FileBlobStore.open(folder.resolve("content"), UUID::randomUUID);
    Blobs blobs = new Blobs(registry.database(), Clock.fixed(TestRegistry.NOW, ZoneOffset.UTC));
    BlobCheck check = new BlobCheck(blobs, store, new ContentLocks(), new Damage(registry.blobs()));
    CountDownLatch reading = new CountDownLatch(1);
    Pace endless =
        _ -> {
          reading.countDown();
          Thread.sleep(Duration.ofDays(1));
        };
    Thread scrub = Thread.ofPlatform().start(new Scrub(blobs, check, endless));
    reading.await();
    scrub.interrupt();
    scrub.join();
    assertThat(registry.blobs().blobsDamaged()).as("not read to the end is not damaged").isZero();
  }
}
