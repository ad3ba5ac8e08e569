package dev.stet.registry.blobs.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.RegistryWiring;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import dev.stet.store.Database;
import dev.stet.store.FaultyDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A fault at each durable step in the life of an upload, where it was not done and where it was.
 * Afterwards the blob is there whole or not at all, and the same push succeeds.
 */
class UploadFaultsTest {
  private static final String UPLOADS = "/v2/shop/api/blobs/uploads/";
  private static final int SMALL = 2048;
  private static final int LARGE = 100_000;

  private final Path folder;

  UploadFaultsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private Path file() {
    return folder.resolve("stet.db");
  }

  private TestRegistry open(Database database, Disk disk) throws IOException {
    return TestRegistry.open(
        database, FileBlobStore.open(folder.resolve("content"), UUID::randomUUID, disk));
  }

  private TestRegistry open(Disk disk) throws IOException {
    return open(Database.open(file(), RegistryWiring.MIGRATIONS), disk);
  }

  private static TestAnswer push(TestRegistry registry, byte[] bytes) {
    return registry.request("POST", UPLOADS + "?digest=" + Digest.sha256(bytes)).body(bytes).send();
  }

  private static TestAnswer pushInChunks(TestRegistry registry, byte[] bytes) {
    String location = registry.request("POST", UPLOADS).send().header("Location");
    TestAnswer patched =
        registry.request("PATCH", location).body(Arrays.copyOf(bytes, bytes.length / 2)).send();
    return patched.status() == 202
        ? registry
            .request("PUT", location + "?digest=" + Digest.sha256(bytes))
            .body(Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length))
            .send()
        : patched;
  }

  private static void assertFailed(TestAnswer answer) {
    assertThat(answer.failure()).isEqualTo("503 TOOMANYREQUESTS");
    assertThat(answer.header("Retry-After")).isNotEmpty();
  }

  /** There whole or not at all, whatever the rows say; whether it is there. */
  private static boolean assertWholeOrGone(TestRegistry registry, byte[] bytes) {
    TestAnswer answer = registry.get("/v2/shop/api/blobs/" + Digest.sha256(bytes));
    if (answer.status() == 200) {
      assertThat(answer.bytes()).isEqualTo(bytes);
      return true;
    }
    assertThat(answer.failure()).isEqualTo("404 BLOB_UNKNOWN");
    assertThat(registry.count("SELECT COUNT(*) FROM repository_blob")).isZero();
    assertThat(registry.count("SELECT COUNT(*) FROM blob")).isZero();
    return false;
  }

  private static void assertThere(TestRegistry registry, byte[] bytes) {
    assertThat(assertWholeOrGone(registry, bytes)).isTrue();
  }

  private void assertNoUploads() throws IOException {
    try (Stream<Path> uploads = Files.list(folder.resolve("content/uploads"))) {
      assertThat(uploads).isEmpty();
    }
  }

  /** The file, two folders on the way to its place, the move, its folder. */
  static Stream<Arguments> steps() {
    return Stream.of(0, 1, 2, 3, 4)
        .flatMap(
            step ->
                Stream.of(false, true)
                    .flatMap(
                        persisted ->
                            Stream.of(false, true)
                                .map(chunks -> Arguments.of(step, persisted, chunks))));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aStepToADurableFileFails(int step, boolean persisted, boolean chunks) throws IOException {
    byte[] bytes = random(LARGE);
    FaultyDisk disk = new FaultyDisk();
    try (TestRegistry registry = open(disk)) {
      disk.fail(step, persisted);
      assertFailed(chunks ? pushInChunks(registry, bytes) : push(registry, bytes));
      assertThat(disk.steps()).hasSize(step + 1);
      assertThat(assertWholeOrGone(registry, bytes)).as("nobody was told it is there").isFalse();
      assertNoUploads();
    }
    try (TestRegistry registry = open(disk)) {
      assertThat(assertWholeOrGone(registry, bytes)).isFalse();
      disk.mend();
      assertThat(push(registry, bytes).status()).isEqualTo(201);
      assertThere(registry, bytes);
    }
    try (TestRegistry registry = open(disk)) {
      assertThere(registry, bytes);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, false, 2048",
    "0, true, 2048",
    "0, false, 100000",
    "0, true, 100000",
    "3, false, 100000",
    "3, true, 100000"
  })
  void aWriteFailsInAPushOfOneRequest(int write, boolean persisted, int length) throws IOException {
    byte[] bytes = random(length);
    FaultyDisk disk = new FaultyDisk();
    try (TestRegistry registry = open(disk)) {
      disk.failWrite(write, persisted);
      assertFailed(push(registry, bytes));
      assertThat(assertWholeOrGone(registry, bytes)).isFalse();
      assertNoUploads();
      disk.mend();
      assertThat(push(registry, bytes).status()).isEqualTo(201);
      assertThere(registry, bytes);
    }
  }

  /** The client asks how far the upload is, and goes on from there: before or after a restart. */
  @ParameterizedTest
  @CsvSource({
    "0, false, false",
    "0, true, false",
    "2, false, false",
    "2, true, false",
    "0, false, true",
    "0, true, true",
    "2, false, true",
    "2, true, true"
  })
  void aWriteFailsInAnUploadThatGoesOn(int write, boolean persisted, boolean restart)
      throws IOException {
    byte[] bytes = random(LARGE);
    FaultyDisk disk = new FaultyDisk();
    TestRegistry registry = open(disk);
    String location = registry.request("POST", UPLOADS).send().header("Location");
    disk.failWrite(write, persisted);
    assertFailed(registry.request("PATCH", location).body(bytes).send());
    disk.mend();
    if (restart) {
      registry.close();
      registry = open(disk);
    }
    try (TestRegistry again = registry) {
      assertThat(assertWholeOrGone(again, bytes)).isFalse();
      int size = size(again, location);
      TestAnswer answer =
          again
              .request("PUT", location + "?digest=" + Digest.sha256(bytes))
              .with("Content-Range", size + "-" + (LARGE - 1))
              .body(Arrays.copyOfRange(bytes, size, LARGE))
              .send();
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
      assertThere(again, bytes);
      assertNoUploads();
    }
  }

  private static int size(TestRegistry registry, String location) {
    String range = registry.get(location).header("Range");
    return range.equals("0-0") ? 0 : Integer.parseInt(range.substring(2)) + 1;
  }

  @ParameterizedTest
  @CsvSource({"2048, false", "2048, true", "100000, false", "100000, true"})
  void theCommitOfTheRowsFails(int length, boolean persisted) throws IOException {
    byte[] bytes = random(length);
    FaultyDatabase faulty = FaultyDatabase.open(file(), RegistryWiring.MIGRATIONS, persisted);
    try (TestRegistry registry = open(faulty.database(), Disk.REAL)) {
      faulty.fail();
      assertFailed(push(registry, bytes));
      assertThat(assertWholeOrGone(registry, bytes)).isEqualTo(persisted);
      assertFailed(push(registry, bytes)); // nothing is written until a restart
    }
    try (TestRegistry registry = open(Disk.REAL)) {
      assertThat(assertWholeOrGone(registry, bytes)).isEqualTo(persisted);
      assertThat(push(registry, bytes).status()).isEqualTo(201);
      assertThere(registry, bytes);
      assertNoUploads();
    }
  }

  @ParameterizedTest
  @CsvSource({"2048, false", "2048, true", "100000, false", "100000, true"})
  void theCommitOfAMountFails(int length, boolean persisted) throws IOException {
    byte[] bytes = random(length);
    String mount = UPLOADS + "?from=shop/web&mount=" + Digest.sha256(bytes);
    String mounted = "/v2/shop/api/blobs/" + Digest.sha256(bytes);
    FaultyDatabase faulty = FaultyDatabase.open(file(), RegistryWiring.MIGRATIONS, persisted);
    try (TestRegistry registry = open(faulty.database(), Disk.REAL)) {
      registry.blob("shop/web", bytes);
      faulty.fail();
      assertFailed(registry.request("POST", mount).send());
    }
    try (TestRegistry registry = open(Disk.REAL)) {
      assertThat(registry.get(mounted).status()).isEqualTo(persisted ? 200 : 404);
      assertThat(registry.request("POST", mount).send().status()).isEqualTo(201);
      assertThat(registry.get(mounted).bytes()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void theMoveIntoQuarantineFails(boolean persisted) throws IOException {
    byte[] bytes = random(LARGE);
    FaultyDisk disk = new FaultyDisk();
    try (TestRegistry registry = open(disk)) {
      registry.blob("shop/api", bytes);
      String hex = Digest.sha256(bytes).hex();
      Path blob = folder.resolve("content/blobs/sha256/" + hex.substring(0, 2) + "/" + hex);
      byte[] flipped = bytes.clone();
      flipped[7] ^= 1;
      Files.write(blob, flipped);

      disk.fail(0, persisted);
      registry.tick();
      disk.mend();
      registry.tick();

      assertThat(registry.get("/v2/shop/api/blobs/sha256:" + hex).status()).isEqualTo(404);
      assertThat(folder.resolve("content/quarantine/sha256-" + hex)).hasBinaryContent(flipped);
      assertThat(push(registry, bytes).status()).isEqualTo(201);
      assertThere(registry, bytes);
    }
  }

  /** The push comes after the last look at the damaged bytes, and before they are moved. */
  @Test
  void aPushIsNotPutAsideWithTheDamageThatItHeals() throws Exception {
    byte[] bytes = random(LARGE);
    FaultyDisk disk = new FaultyDisk();
    try (TestRegistry registry = open(disk)) {
      registry.blob("shop/api", bytes);
      String hex = Digest.sha256(bytes).hex();
      byte[] flipped = bytes.clone();
      flipped[7] ^= 1;
      Files.write(
          folder.resolve("content/blobs/sha256/" + hex.substring(0, 2) + "/" + hex), flipped);
      Thread push = Thread.ofPlatform().unstarted(() -> registry.blob("shop/api", bytes));
      disk.before(
          "move sha256-",
          () -> {
            push.start();
            while (push.isAlive() && push.getState() != Thread.State.WAITING) {
              Thread.onSpinWait(); // until it is done, or waits until it may put its bytes there
            }
          });

      registry.tick();
      push.join();

      assertThere(registry, bytes);
      assertThat(folder.resolve("content/quarantine/sha256-" + hex)).hasBinaryContent(flipped);
    }
  }

  /** A step that fails for one blob is none of another's business. */
  @ParameterizedTest
  @CsvSource({"0", "3", "4"})
  void othersArePushedMeanwhile(int step) throws IOException {
    FaultyDisk disk = new FaultyDisk();
    try (TestRegistry registry = open(disk)) {
      disk.fail(step, false);
      assertFailed(push(registry, random(LARGE)));
      for (byte[] other : List.of(random(SMALL), random(LARGE + 1))) {
        assertThat(push(registry, other).status()).isEqualTo(201);
      }
    }
  }
}
