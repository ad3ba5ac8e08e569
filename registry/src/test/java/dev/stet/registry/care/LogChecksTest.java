package dev.stet.registry.care;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.log.Hash;
import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.Images;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.tags.DeletionReason;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.NameRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Whatever is wrong with the log of tags is found and named, and never put right. */
class LogChecksTest {
  private WholeRegistry whole;

  @BeforeEach
  void fill(@TempDir Path folder) throws IOException {
    whole = WholeRegistry.in(folder);
  }

  @AfterEach
  void close() {
    whole.close();
  }

  private JsonNode check() {
    TestAnswer answer = whole.post("checks", "{'full':false,'repair':true}");
    return answer.json();
  }

  /** What a check finds: kinds and subjects. */
  private List<String> found() {
    List<String> found = new ArrayList<>();
    for (JsonNode problem : check().path("problems")) {
      assertThat(problem.path("message").asString()).as("what, next").contains(": ");
      assertThat(problem.path("repaired").asBoolean()).isFalse();
      found.add(problem.path("kind").asString() + " " + problem.path("subject").asString());
    }
    return found;
  }

  private long size() {
    return whole.registry().count("SELECT size FROM log_state");
  }

  @Test
  void itSaysHowManyEntriesItLookedAt() {
    JsonNode check = check();
    assertThat(check.path("problems")).isEmpty();
    assertThat(check.path("entries").asLong()).isEqualTo(size()).isGreaterThan(10);
  }

  /**
   * The log as a flipped bit, a bug or somebody with an editor leaves it. Entry 1 assigns
   * shop/api:1.0, entry 2 shop/api:2.0, entry 3 shop/api:3.0, which entry 4 burns.
   */
  enum Damage {
    ENTRY_OF_ANOTHER_TAG(
        "UPDATE log_entry SET leaf = CAST(REPLACE(leaf, 'shop/api', 'shop/apx') AS BLOB)"
            + " WHERE idx = 1",
        "log-contradicted shop/apx:1.0",
        "log-damaged {tile}",
        "log-damaged head",
        "log-contradicted shop/api:1.0"),
    ENTRY_WITH_A_LINE_MORE(
        "UPDATE log_entry SET leaf = CAST(leaf || x'0a' AS BLOB) WHERE idx = 1",
        "log-damaged entry 1",
        "log-damaged {tile}",
        "log-damaged head",
        "log-contradicted shop/api:1.0"),
    ENTRY_GONE(
        "DELETE FROM log_entry WHERE idx = 2",
        "log-damaged entry 2",
        "log-contradicted shop/api:2.0"),
    ENTRY_ELSEWHERE(
        "UPDATE log_entry SET idx = 1000 WHERE idx = 2",
        "log-damaged entry 2",
        "log-damaged entry 1000"),
    LAST_ENTRY_GONE(
        "DELETE FROM log_entry WHERE idx = (SELECT MAX(idx) FROM log_entry)",
        "log-damaged entry {last}",
        "log-contradicted scratch/one:dev"),
    ASSIGNMENT_OF_A_BURNT_TAG_GONE(
        "DELETE FROM log_entry WHERE idx = 3",
        "log-damaged entry 3",
        "log-damaged entry 4",
        "log-contradicted shop/api:3.0"),
    GENESIS_OF_ANOTHER_LOG(
        "UPDATE log_entry SET leaf = CAST(REPLACE(leaf, 'log.example', 'log.exampel') AS BLOB)"
            + " WHERE idx = 0",
        "log-damaged entry 0",
        "log-damaged {tile}",
        "log-damaged head"),
    EVENT_OF_AN_ENTRY(
        "UPDATE log_entry SET sequence = sequence + 1000 WHERE idx = 1",
        "log-contradicted shop/api:1.0",
        "log-damaged entry 2",
        "log-contradicted shop/api:1.0"),
    TILE("UPDATE log_tile SET hashes = ZEROBLOB(LENGTH(hashes))", "log-damaged {tile}"),
    TILE_CUT(
        "UPDATE log_tile SET hashes = SUBSTR(hashes, 1, LENGTH(hashes) - 32)",
        "log-damaged {tile}"),
    TILE_CUT_WITHIN_A_HASH(
        "UPDATE log_tile SET hashes = SUBSTR(hashes, 1, LENGTH(hashes) - 1)", "log-damaged {tile}"),
    TILE_LONGER(
        "UPDATE log_tile SET hashes = CAST(hashes || hashes AS BLOB)", "log-damaged {tile}"),
    TILE_GONE("DELETE FROM log_tile", "log-damaged {tile}"),
    TILE_TOO_MANY("INSERT INTO log_tile VALUES (1, 0, ZEROBLOB(32))", "log-damaged tiles"),
    HEAD_OF_ANOTHER_SIZE(
        "UPDATE log_state SET checkpoint = REPLACE(checkpoint,"
            + " char(10) || size || char(10), char(10) || (size + 1) || char(10))",
        "log-damaged head",
        "log-damaged head"),
    HEAD_WITHOUT_SIGNATURE(
        "UPDATE log_state SET checkpoint = REPLACE(checkpoint, '— log', '— lag')",
        "log-damaged head"),
    HEAD_UNREADABLE("UPDATE log_state SET checkpoint = 'x'", "log-damaged head"),
    HEAD_GONE("DELETE FROM log_state", "log-damaged head"),
    EDGE("UPDATE log_state SET frontier = ZEROBLOB(LENGTH(frontier))", "log-damaged head"),
    EDGE_CUT("UPDATE log_state SET frontier = x'00'", "log-damaged head"),
    OPENING(
        "UPDATE log_opening SET opening = ZEROBLOB(40) WHERE idx = 1",
        "log-opening-damaged entry 1"),
    OPENING_ERASED("DELETE FROM log_opening WHERE idx = 1"),
    TAG_THAT_IS_A_MUTABLE_NAME(
        "UPDATE name SET kind = 'mutable' WHERE repository = 'shop/api' AND name = '2.0'",
        "name-damaged shop/api:2.0",
        "log-contradicted shop/api:2.0");

    private final String damage;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> found;

    Damage(String damage, String... found) {
      this.damage = damage;
      this.found = List.of(found);
    }
  }

  @ParameterizedTest
  @EnumSource
  void damageIsFound(Damage damage) {
    long size = size();
    whole.registry().database().endEachWith(_ -> {}); // the log itself would stop us
    whole.registry().damage(damage.damage);
    assertThat(found())
        .containsExactlyElementsOf(
            damage.found.stream()
                .map(it -> it.replace("{tile}", "tile/0/000.p/" + size))
                .map(it -> it.replace("{last}", Long.toString(size - 1)))
                .toList());
  }

  /** Writes the record of a tag with its checksum, as a bug or somebody with our code would. */
  private void rewrite(String tag, UnaryOperator<HeldName> change) {
    whole.registry().change("DROP TRIGGER tags_stand");
    boolean _ =
        whole
            .registry()
            .database()
            .<String, Boolean>lane(
                "rewrite",
                (handle, tags) -> {
                  for (String it : tags) {
                    Optional<HeldName> name =
                        NameRows.find(handle, RepositoryName.parse("shop/api"), TagName.parse(it));
                    NameRows.write(handle, change.apply(name.orElseThrow()));
                  }
                  return tags.stream().map(_ -> true).toList();
                })
            .submit(tag);
  }

  @Test
  void aTagThatNamesAnotherImageIsFound() {
    Digest other = Digest.sha256(Images.bytes("other"));
    rewrite(
        "1.0",
        it ->
            new HeldName(
                it.repository(),
                it.name(),
                it.kind(),
                Optional.of(other),
                it.sequence(),
                it.pushedAt(),
                it.actor(),
                it.revision(),
                it.deletion()));
    assertThat(found()).contains("log-contradicted shop/api:1.0");
  }

  @Test
  void aTagThatLivesAgainIsFound() {
    rewrite("3.0", HeldName::restored);
    assertThat(found()).contains("log-contradicted shop/api:3.0");
  }

  @Test
  void aTagThatIsBurntForAnotherReasonIsFound() {
    rewrite("3.0", it -> it.deleted(Instant.EPOCH, DeletionReason.SECURITY));
    assertThat(found()).containsExactly("log-contradicted shop/api:3.0");
  }

  /** Who changes an entry and all tiles and the edge has no signature for the root. */
  @Test
  void anEntryThatWasForgedWithItsTilesIsFound() {
    byte[] leaf =
        whole
            .registry()
            .database()
            .read(
                handle ->
                    handle
                        .createQuery("SELECT leaf FROM log_entry WHERE idx = 1")
                        .mapTo(byte[].class)
                        .one());
    String forged = new String(leaf, StandardCharsets.US_ASCII).replaceFirst("[0-9]{13}", "0");
    whole.registry().database().endEachWith(_ -> {});
    byte[] entry = forged.getBytes(StandardCharsets.US_ASCII);
    whole.registry().damage("UPDATE log_entry SET leaf = ? WHERE idx = 1", (Object) entry);
    whole
        .registry()
        .damage(
            "UPDATE log_tile SET hashes ="
                + " CAST(SUBSTR(hashes, 1, 32) || ? || SUBSTR(hashes, 65) AS BLOB)",
            (Object) Hash.leaf(entry).bytes());
    assertThat(found()).contains("log-damaged head").noneMatch(it -> it.contains("tile"));
  }

  @Test
  void aLogOfSeveralLevelsIsCheckedTileByTile() {
    for (int i = 0; size() < 600; i++) {
      StringBuilder tags = new StringBuilder("?tag=n" + i);
      for (int j = 0; j < 9; j++) {
        tags.append("&tag=n").append(i).append('-').append(j);
      }
      byte[] manifest = Images.index(List.of(), Map.of("number", Integer.toString(i)));
      TestAnswer answer =
          whole
              .registry()
              .request("PUT", "/v2/many/manifests/" + Digest.sha256(manifest) + tags)
              .body(manifest)
              .send();
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }
    assertThat(found()).isEmpty();

    whole.registry().database().endEachWith(_ -> {});
    whole
        .registry()
        .damage("UPDATE log_tile SET hashes = ZEROBLOB(8192) WHERE level = 0 AND n = 1");
    assertThat(found()).containsExactly("log-damaged tile/0/001");
    whole.registry().damage("UPDATE log_tile SET hashes = ZEROBLOB(64) WHERE level = 1");
    assertThat(found()).containsExactly("log-damaged tile/0/001", "log-damaged tile/1/000.p/2");
  }
}
