package dev.stet.registry.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stet.api.Check;
import dev.stet.api.Damage;
import dev.stet.oci.Digest;
import dev.stet.registry.ApiRequests;
import dev.stet.registry.Images;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import dev.stet.registry.blobs.file.FileBlobStore;
import dev.stet.registry.log.TestLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import tools.jackson.databind.JsonNode;

class BackupsTest {
  private @TempDir Path folder;
  private WholeRegistry whole;
  private Path backup;

  @BeforeEach
  void fill() throws IOException {
    whole = WholeRegistry.in(Files.createDirectory(folder.resolve("data")));
    backup = folder.resolve("backups/first");
  }

  @AfterEach
  void close() {
    whole.close();
  }

  private static void resume(TestRegistry restored) {
    ApiRequests.done(
        restored
            .request("POST", "/api/v1/log/resume")
            .body(("{\"origin\":\"" + TestLog.ORIGIN + "\"}").getBytes(StandardCharsets.UTF_8))
            .send());
  }

  private TestAnswer post(Object directory) {
    return whole.api("POST", "backups", "{'directory':'%s'}".formatted(directory));
  }

  private JsonNode backUp() {
    TestAnswer answer = post(backup);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  /** Restores into a folder of its own, and returns what the check of that says. */
  private Check restore(Path data) throws IOException {
    Files.createDirectory(data);
    return new Restore(
            backup,
            FileBlobStore.open(data.resolve("content"), UUID::randomUUID),
            data.resolve("stet.db"),
            Clock.fixed(TestRegistry.NOW, ZoneOffset.UTC))
        .run();
  }

  private Path restored() throws IOException {
    Path data = folder.resolve("restored");
    assertThat(restore(data).problems()).isEmpty();
    return data;
  }

  private static List<String> rows(TestRegistry registry, String table) {
    return registry
        .database()
        .read(
            handle ->
                handle.createQuery("SELECT * FROM " + table).mapToMap().stream()
                    .map(Map::toString)
                    .sorted()
                    .toList());
  }

  @Test
  void whatIsRestoredIsWhatWasThere() throws IOException {
    JsonNode made = backUp();
    assertThat(made.path("directory").asString()).isEqualTo(backup.toString());
    assertThat(made.path("blobs").asLong()).isEqualTo(1);
    assertThat(made.path("bytes").asLong())
        .isEqualTo(100_000 + Files.size(backup.resolve("registry.db")));
    assertThat(made.path("missing")).isEmpty();

    try (TestRegistry again = TestRegistry.open(restored())) {
      for (String table :
          List.of("name", "history", "refused_push", "repository", "channel", "audit", "blob")) {
        assertThat(rows(again, table)).as(table).isEqualTo(rows(whole.registry(), table));
      }
      for (String path :
          List.of(
              "manifests/1.0",
              "manifests/live",
              "blobs/" + whole.large(),
              "blobs/" + whole.small())) {
        assertThat(again.get("/v2/shop/api/" + path).bytes())
            .as(path)
            .isEqualTo(whole.registry().get("/v2/shop/api/" + path).bytes());
      }
      resume(again);
      TestAnswer burnt = again.put("shop/api", "3.0", Images.index(List.of(), Map.of("n", "ew")));
      assertThat(burnt.error().at("/detail/reason").asString()).isEqualTo("TAG_BURNT");
    }
  }

  @Test
  void allThatWasAcknowledgedBeforeItBeganIsInIt() throws Exception {
    Set<Digest> acknowledged = ConcurrentHashMap.newKeySet();
    AtomicBoolean made = new AtomicBoolean();
    CountDownLatch busy = new CountDownLatch(10);
    Set<Digest> before;
    try (ExecutorService pushers = Executors.newFixedThreadPool(3)) {
      List<Future<Integer>> pushed = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        String repository = "busy/" + i;
        pushed.add(pushers.submit(() -> pushUntil(made, repository, acknowledged, busy)));
      }
      try {
        busy.await();
        before = new HashSet<>(acknowledged);
        assertThat(backUp().path("missing")).isEmpty();
      } finally {
        made.set(true);
      }
      for (Future<Integer> count : pushed) {
        assertThat(count.get()).isPositive();
      }
    }
    try (TestRegistry again = TestRegistry.open(restored())) {
      for (Digest digest : before) {
        assertThat(again.count("SELECT COUNT(*) FROM name WHERE digest = ?", digest.toString()))
            .as(digest.toString())
            .isEqualTo(1);
      }
    }
  }

  private int pushUntil(
      AtomicBoolean end, String repository, Set<Digest> acknowledged, CountDownLatch busy) {
    int i = 0;
    while (!end.get()) {
      byte[] layer = WholeRegistry.noise(50_000 + 10 * i + repository.hashCode() % 10);
      byte[] config = Images.config(Map.of(repository, Integer.toString(i)));
      byte[] image = Images.image(config, List.of(layer), Map.of());
      acknowledged.add(whole.registry().image(repository, "t" + i++, image, layer, config));
      busy.countDown();
    }
    return i;
  }

  private long fileNames() throws IOException {
    return ((Number) Files.getAttribute(whole.file(whole.large()), "unix:nlink")).longValue();
  }

  @Test
  void ofALargeBlobItIsASecondNameAndWhatIsRestoredACopy() throws IOException {
    backUp();
    assertThat(fileNames()).isEqualTo(2);
    assertThat(restored()).isNotEmptyDirectory();
    assertThat(fileNames()).isEqualTo(2);
  }

  /** Another file system, where this machine has the usual one. */
  static final class Elsewhere implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
        throws IOException {
      return Files.isWritable(MEMORY)
          ? Files.createTempDirectory(MEMORY, "stet")
          : Files.createTempDirectory("stet");
    }
  }

  @Test
  void onAnotherFileSystemItIsACopy(@TempDir(factory = Elsewhere.class) Path elsewhere)
      throws IOException {
    assumeTrue(
        !Files.getFileStore(elsewhere).equals(Files.getFileStore(folder)),
        "SKIPPED: " + elsewhere + " is no other file system");
    backup = elsewhere.resolve("backup");
    backUp();
    assertThat(fileNames()).isEqualTo(1);
    assertThat(restored()).isNotEmptyDirectory();
  }

  @Test
  void onlyItsOwnerReadsIt() throws IOException {
    backUp();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
        .isEqualTo("rwx------");
    for (String file : List.of("registry.db", "backup.list")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup.resolve(file))))
          .as(file)
          .isEqualTo("rw-------");
    }
  }

  @Test
  void itIsNeverWrittenOverAnother() throws IOException {
    backUp();
    Path list = backup.resolve("backup.list");
    byte[] before = Files.readAllBytes(list);

    TestAnswer again = post(backup);

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().path("detail").asString()).contains("is not empty");
    assertThat(Files.readAllBytes(list)).isEqualTo(before);
  }

  @Test
  void whatIsNoPathIsTheCallersFault() {
    assertThat(post("/no\\u0000path").status()).isEqualTo(400);
    assertThat(post("").status()).isEqualTo(400);
  }

  @Test
  void itLiesOutsideOfWhatItBacksUp() {
    TestAnswer inside = post(folder.resolve("data/backup"));
    assertThat(inside.status()).isEqualTo(409);
    assertThat(inside.json().path("detail").asString()).contains("lies in the data folder");
    assertThat(post("../backup").json().path("detail").asString()).contains("is not absolute");
    assertThat(post("").status()).isEqualTo(400);
    assertThat(folder.resolve("data/backup")).doesNotExist();
  }

  @Test
  void whereItCannotBeWrittenThatIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    TestAnswer answer = post(file.resolve("backup"));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().path("reason").asString()).isEqualTo("STORAGE");
    assertThat(answer.json().path("detail").asString())
        .contains("could not be written to " + file.resolve("backup"));
  }

  @Test
  void whatTheRegistryItselfLacksIsNamed() throws IOException {
    Files.delete(whole.file(whole.large()));
    JsonNode made = backUp();
    assertThat(made.path("missing")).hasSize(1);
    assertThat(made.at("/missing/0").asString()).isEqualTo(whole.large().toString());
    assertThat(made.path("blobs").asLong()).isZero();
    assertThat(restore(folder.resolve("restored")).problems())
        .extracting(Damage::subject)
        .containsExactly(whole.large().toString());
  }

  @Test
  void aBackupThatWasCutOffIsNone() throws IOException {
    backUp();
    Path list = backup.resolve("backup.list");
    List<String> lines = Files.readAllLines(list);
    Files.write(list, lines.subList(0, lines.size() - 1));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> restore(folder.resolve("one")))
        .withMessageContaining("its end is missing");
    Files.delete(list);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> restore(folder.resolve("two")))
        .withMessageContaining("there is no whole backup in " + backup);
    assertThat(folder.resolve("two/stet.db")).doesNotExist();
  }

  @Test
  void aListThatLeadsOutOfTheFolderIsRefused() throws IOException {
    backUp();
    Path list = backup.resolve("backup.list");
    Files.writeString(
        list, Files.readString(list).replace("blobs/sha256", "../data/content/blobs/sha256"));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> restore(folder.resolve("restored")))
        .withMessageContaining("a line of it cannot be read");
    assertThat(folder.resolve("restored/stet.db")).doesNotExist();
  }

  @Test
  void aDamagedDatabaseIsNotRestored() throws IOException {
    backUp();
    Path copy = backup.resolve("registry.db");
    byte[] bytes = Files.readAllBytes(copy);
    bytes[bytes.length - 100] ^= 1;
    Files.write(copy, bytes);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> restore(folder.resolve("restored")))
        .withMessageContaining("the database in the backup is damaged")
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
  }

  @Test
  void aBlobThatIsMissingIsLeftOutToo() throws IOException {
    backUp();
    try (Stream<Path> files = Files.walk(backup.resolve("blobs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    assertThat(restore(folder.resolve("restored")).problems())
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.message())
                    .isEqualTo(
                        "its bytes in the backup are gone, so it was left out: push it again"));
  }

  @Test
  void aDamagedBlobIsLeftOutAndThePushHeals() throws IOException {
    byte[] layer = whole.registry().get("/v2/shop/api/blobs/" + whole.large()).bytes();
    backUp();
    Path blob =
        backup.resolve(
            "blobs/sha256/" + whole.large().hex().substring(0, 2) + "/" + whole.large().hex());
    Files.delete(blob); // it is a second name
    byte[] flipped = layer.clone();
    flipped[77] ^= 1;
    Files.write(blob, flipped);

    Path data = folder.resolve("restored");
    assertThat(restore(data).problems())
        .extracting(damage -> damage.kind() + " " + damage.subject())
        .containsExactly("blob-damaged " + whole.large());

    try (TestRegistry again = TestRegistry.open(data)) {
      assertThat(again.get("/v2/shop/api/blobs/" + whole.large()).status()).isEqualTo(404);
      assertThat(again.blob("shop/api", layer)).isEqualTo(whole.large());
      assertThat(again.get("/v2/shop/api/blobs/" + whole.large()).bytes()).isEqualTo(layer);
    }
  }
}
