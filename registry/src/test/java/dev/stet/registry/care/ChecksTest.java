package dev.stet.registry.care;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.Images;
import dev.stet.registry.TestAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class ChecksTest {
  private WholeRegistry whole;

  @BeforeEach
  void fill(@TempDir Path folder) throws IOException {
    whole = WholeRegistry.in(folder);
  }

  @AfterEach
  void close() {
    whole.close();
  }

  private JsonNode check(boolean full, boolean repair) {
    TestAnswer answer = whole.post("checks", "{'full':%s,'repair':%s}".formatted(full, repair));
    assertThat(answer.json().path("apiVersion").asString()).isEqualTo("stet.dev/v1");
    return answer.json();
  }

  /** What a check finds: kinds and subjects. */
  private List<String> found(boolean full) {
    List<String> found = new ArrayList<>();
    for (JsonNode problem : check(full, false).path("problems")) {
      assertThat(problem.path("message").asString())
          .as("what, why, next")
          .contains(": ")
          .doesNotContain("\n", "%s");
      assertThat(problem.path("repaired").asBoolean()).isFalse();
      found.add(problem.path("kind").asString() + " " + problem.path("subject").asString());
    }
    return found;
  }

  @Test
  void whatIsWholeIsClean() {
    assertThat(found(false)).isEmpty();
    assertThat(found(true)).isEmpty();
  }

  @Test
  void itSaysHowMuchItLookedAt() {
    JsonNode quick = check(false, false);
    assertThat(quick.path("tags").asLong())
        .isEqualTo(whole.registry().count("SELECT COUNT(*) FROM name"));
    assertThat(quick.path("manifests").asLong())
        .isEqualTo(whole.registry().count("SELECT COUNT(*) FROM manifest"));
    assertThat(quick.path("blobs").asLong()).isEqualTo(2);
    long manifests = whole.registry().count("SELECT SUM(LENGTH(bytes)) FROM manifest");
    assertThat(quick.path("bytes").asLong()).isEqualTo(manifests);
    long blobs = whole.registry().count("SELECT SUM(size) FROM blob");
    assertThat(check(true, false).path("bytes").asLong()).isEqualTo(manifests + blobs);
  }

  /** Rows as a flipped bit, a bug or somebody with an editor leaves them. */
  enum Rows {
    CHECKSUM(
        "UPDATE name SET actor_name = 'eve' WHERE repository = 'shop/api' AND name = '1.0'",
        "name-damaged shop/api:1.0"),
    NO_NAME(
        "UPDATE name SET digest = 'sha256:0' WHERE repository = 'shop/api' AND name = '3.0'",
        "name-damaged shop/api:3.0",
        "history-contradicted shop/api:3.0",
        "log-contradicted shop/api:3.0"),
    LOST_NAME(
        "DELETE FROM name WHERE repository = 'shop/api' AND name = '3.0'",
        "name-missing shop/api:3.0",
        "log-contradicted shop/api:3.0"),
    LOST_REPOSITORY(
        "DELETE FROM repository WHERE name = 'scratch/two'", "repository-missing scratch/two"),
    HIDDEN_REPOSITORY(
        "UPDATE repository SET deleted_at = 1 WHERE name = 'scratch/two'",
        "repository-missing scratch/two"),
    LOST_MANIFEST(
        "DELETE FROM repository_manifest WHERE repository = 'shop/api' AND digest = '{index}'",
        "manifest-missing shop/api:2.0"),
    HIDDEN_MANIFEST(
        "UPDATE repository_manifest SET deleted_at = 1, deleted_reason = 'owner'"
            + " WHERE repository = 'shop/api' AND digest = '{index}'",
        "manifest-missing shop/api:2.0"),
    LOST_MANIFEST_BYTES(
        "DELETE FROM manifest WHERE digest = '{index}'", "manifest-missing shop/api@{index}"),
    MANIFEST_BYTES(
        "UPDATE manifest SET bytes = CAST(REPLACE(bytes, '2', '3') AS BLOB)"
            + " WHERE digest = '{index}'",
        "manifest-damaged {index}"),
    LOST_BLOB_OF_REPOSITORY(
        "DELETE FROM repository_blob WHERE repository = 'shop/api' AND digest = '{large}'",
        "reference-missing shop/api@{image}"),
    HIDDEN_CHILD(
        "UPDATE repository_manifest SET deleted_at = 1, deleted_reason = 'retention'"
            + " WHERE digest = '{child}'",
        "reference-missing shop/api@{index}"),
    LOST_BLOB("DELETE FROM blob WHERE digest = '{small}'", "blob-missing {small}"),
    LOST_SMALL_BLOB("DELETE FROM small_blob WHERE digest = '{small}'", "blob-missing {small}"),
    SMALL_BLOB(
        "UPDATE small_blob SET bytes = x'00' WHERE digest = '{small}'", "blob-damaged {small}"),
    CHANNEL_TO_ANOTHER(
        "UPDATE channel SET tag = '1.0' WHERE name = 'stable'", "channel-astray shop/api:stable"),
    CHANNEL_TO_BURNT(
        "UPDATE channel SET tag = '3.0' WHERE name = 'stable'", "channel-astray shop/api:stable"),
    LOST_CHANNEL("DELETE FROM channel WHERE name = 'stable'", "channel-astray shop/api:stable"),
    CHANNEL_OF_NOBODY(
        "INSERT INTO channel VALUES ('shop/api', 'nobody', '1.0', NULL)",
        "channel-astray shop/api:nobody"),
    GAP("DELETE FROM history WHERE repository = 'shop/gone' AND name = ''", "history-gap {gone}"),
    OTHER_EVENT(
        "UPDATE history SET digest = '{child}' WHERE repository = 'shop/api' AND name = '1.0'",
        "history-contradicted shop/api:1.0"),
    NOT_BURNT(
        "UPDATE history SET event = 'claimed' WHERE event = 'deleted' AND name = '3.0'",
        "history-contradicted shop/api:3.0");

    private final String damage;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> found;

    Rows(String damage, String... found) {
      this.damage = damage;
      this.found = List.of(found);
    }
  }

  private String filled(String text) {
    long gone =
        whole
            .registry()
            .count(
                "SELECT COALESCE(MAX(sequence), 0) FROM history"
                    + " WHERE repository = 'shop/gone' AND name = ''");
    return text.replace("{index}", whole.index().toString())
        .replace("{image}", whole.image().toString())
        .replace("{child}", whole.child().toString())
        .replace("{large}", whole.large().toString())
        .replace("{small}", whole.small().toString())
        .replace("{gone}", Long.toString(gone));
  }

  @ParameterizedTest
  @EnumSource
  void damagedRowsAreFound(Rows rows) {
    List<String> wanted = rows.found.stream().map(this::filled).toList();
    whole.registry().damage(filled(rows.damage));
    assertThat(found(false)).containsExactlyElementsOf(wanted);
    assertThat(found(true)).containsExactlyElementsOf(wanted);
  }

  @Test
  void aFlippedBitOfASmallBlobIsFoundByHashing() {
    whole
        .registry()
        .damage(
            "UPDATE small_blob SET bytes = ZEROBLOB(LENGTH(bytes)) WHERE digest = ?",
            whole.small().toString());
    assertThat(found(false)).isEmpty();
    assertThat(found(true)).containsExactly("blob-damaged " + whole.small());
  }

  @Test
  void aFileThatIsGoneIsFound() throws IOException {
    Files.delete(whole.file(whole.large()));
    assertThat(found(false)).containsExactly("blob-missing " + whole.large());
  }

  @Test
  void aFileThatIsCutIsFound() throws IOException {
    try (FileChannel file = FileChannel.open(whole.file(whole.large()), StandardOpenOption.WRITE)) {
      file.truncate(99_999);
    }
    assertThat(found(false)).containsExactly("blob-missing " + whole.large());
  }

  @Test
  void aFlippedBitOfAFileIsFoundByHashing() throws IOException {
    flip(whole.file(whole.large()));
    assertThat(found(false)).isEmpty();
    assertThat(found(true)).containsExactly("blob-damaged " + whole.large());
  }

  private static void flip(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      assertThat(file.write(ByteBuffer.wrap(Images.bytes("flipped")), 5000)).isEqualTo(7);
    }
  }

  @Test
  void aFileThatCannotBeReadIsFound() throws IOException {
    Path file = whole.file(whole.large());
    Files.delete(file);
    Files.createDirectories(file.resolve("a folder in its place"));
    assertThat(found(false)).singleElement().asString().startsWith("blob-");
  }

  @Test
  void ofVeryManyProblemsTheRestIsCounted() {
    whole.registry().damage("UPDATE blob SET size = 0 WHERE digest = ?", whole.small().toString());
    // A thousand channels of nobody, in one statement.
    assertThat(
            whole
                .registry()
                .database()
                .<String, Integer>lane(
                    "damage", (handle, sql) -> sql.stream().map(handle::execute).toList())
                .submit(
                    "INSERT INTO channel WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1"
                        + " FROM n WHERE i < 1500) SELECT 'shop/api', 'c' || i, NULL, NULL FROM n"))
        .isEqualTo(1500);
    List<String> found = found(false);
    assertThat(found).hasSize(1001).contains("blob-damaged " + whole.small());
    assertThat(found.getLast()).isEqualTo("more 501");
  }

  private long auditEntries(String action) {
    return whole.registry().count("SELECT COUNT(*) FROM audit WHERE action = ?", action);
  }

  private List<String> names() {
    return whole
        .registry()
        .database()
        .read(
            handle ->
                handle
                    .createQuery(
                        "SELECT repository || name || kind || digest || sequence || checksum"
                            + " || COALESCE(deleted_at, '') FROM name ORDER BY 1")
                    .mapTo(String.class)
                    .list());
  }

  @Test
  void badBytesOfAManifestAreDroppedAndThePushHeals() {
    byte[] index = whole.registry().get("/v2/shop/api/manifests/2.0").bytes();
    whole
        .registry()
        .damage("UPDATE manifest SET bytes = x'7b7d' WHERE digest = ?", whole.index().toString());
    List<String> before = names();

    JsonNode problem = check(false, true).at("/problems/0");

    assertThat(problem.path("kind").asString()).isEqualTo("manifest-damaged");
    assertThat(problem.path("repaired").asBoolean()).isTrue();
    assertThat(auditEntries("manifest.drop")).isEqualTo(1);
    assertThat(names()).as("no name names anything else").isEqualTo(before);
    assertThat(found(false)).containsExactly("manifest-missing shop/api@" + whole.index());

    whole.registry().image("shop/api", "2.0", index);
    assertThat(found(true)).isEmpty();
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void badBytesOfASmallBlobAreDroppedAndThePushHeals() {
    byte[] config = whole.registry().get("/v2/shop/api/blobs/" + whole.small()).bytes();
    whole
        .registry()
        .damage("UPDATE small_blob SET bytes = x'00' WHERE digest = ?", whole.small().toString());

    assertThat(check(false, true).at("/problems/0/repaired").asBoolean()).isTrue();

    assertThat(auditEntries("blob.drop")).isEqualTo(1);
    assertThat(found(false)).containsExactly("blob-missing " + whole.small());
    assertThat(whole.registry().blob("shop/api", config)).isEqualTo(whole.small());
    assertThat(found(true)).isEmpty();
  }

  @Test
  void aFlippedBitOfAFileIsPutAsideAndThePushHeals() throws IOException {
    byte[] layer = whole.registry().get("/v2/shop/api/blobs/" + whole.large()).bytes();
    flip(whole.file(whole.large()));

    JsonNode problem = check(true, true).at("/problems/0");

    assertThat(problem.path("kind").asString()).isEqualTo("blob-damaged");
    assertThat(problem.path("repaired").asBoolean()).isTrue();
    assertThat(auditEntries("blob.quarantine")).isEqualTo(1);
    assertThat(whole.registry().get("/v2/shop/api/blobs/" + whole.large()).status()).isEqualTo(404);
    assertThat(whole.files().resolveSibling("quarantine")).isNotEmptyDirectory();
    assertThat(found(false)).containsExactly("blob-missing " + whole.large());
    assertThat(whole.registry().blob("shop/api", layer)).isEqualTo(whole.large());
    assertThat(found(true)).isEmpty();
  }

  @Test
  void aFileThatNoRecordNamesIsRemoved() throws IOException {
    Path file = whole.file(whole.large());
    Digest stray = Digest.sha256(Images.bytes("stray"));
    Path strayFile = whole.file(stray);
    Files.createDirectories(strayFile.getParent());
    Files.writeString(strayFile, "stray");
    assertThat(found(false)).containsExactly("file-orphaned " + stray);

    assertThat(check(false, true).at("/problems/0/repaired").asBoolean()).isTrue();

    assertThat(strayFile).doesNotExist();
    assertThat(file).exists();
    assertThat(auditEntries("blob.remove")).isEqualTo(1);
    assertThat(found(true)).isEmpty();
  }

  @Test
  void theFileOfABlobWhoseRecordIsLostIsNotRemoved() {
    whole.registry().damage("DELETE FROM blob WHERE digest = ?", whole.large().toString());
    JsonNode problems = check(true, true).path("problems");
    assertThat(problems).hasSize(1);
    assertThat(problems.at("/0/kind").asString()).isEqualTo("blob-missing");
    assertThat(whole.file(whole.large())).exists();
  }

  @Test
  void whatCannotBeRepairedIsNotSaidToBe() {
    whole
        .registry()
        .damage(
            "UPDATE name SET actor_name = 'eve' WHERE name = '1.0'"
                + " AND repository = 'shop/api'");
    List<String> before = names();
    JsonNode problem = check(true, true).at("/problems/0");
    assertThat(problem.path("kind").asString()).isEqualTo("name-damaged");
    assertThat(problem.path("repaired").asBoolean()).isFalse();
    assertThat(names()).isEqualTo(before);
    assertThat(
            whole.registry().count("SELECT COUNT(*) FROM audit WHERE reason = 'found by a check'"))
        .isZero();
  }

  @Test
  void pushesAndDeletionsMeanwhileAreNoProblem() throws Exception {
    AtomicBoolean checked = new AtomicBoolean();
    try (ExecutorService others = Executors.newFixedThreadPool(2)) {
      List<Future<Integer>> pushed = new ArrayList<>();
      for (String name : List.of("a", "b")) {
        pushed.add(others.submit(() -> pushAndDelete(name, checked)));
      }
      try {
        for (int i = 0; i < 20; i++) {
          assertThat(found(i % 2 == 0)).isEmpty();
        }
      } finally {
        checked.set(true);
      }
      for (Future<Integer> count : pushed) {
        assertThat(count.get()).isPositive();
      }
    }
  }

  private int pushAndDelete(String name, AtomicBoolean checked) {
    int i = 0;
    while (!checked.get() || i == 0) {
      byte[] layer = WholeRegistry.noise(40_000 + 2 * i + (name.equals("a") ? 0 : 1));
      byte[] config = Images.config(Map.of(name, Integer.toString(i)));
      byte[] image = Images.image(config, List.of(layer), Map.of());
      Digest digest = whole.registry().image("busy/" + name, "t" + i, image, layer, config);
      if (i % 3 == 0) {
        assertThat(
                whole
                    .registry()
                    .request("DELETE", "/v2/busy/" + name + "/manifests/" + digest)
                    .send()
                    .status())
            .isEqualTo(202);
      }
      i++;
    }
    return i;
  }

  @Test
  void aBodyThatIsNotUnderstoodIsRefused() {
    assertThat(whole.api("POST", "checks", "{'fulll':true}").status()).isEqualTo(400);
  }
}
