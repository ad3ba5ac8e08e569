package dev.stet.registry.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.Images;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestWorld;
import dev.stet.registry.WatchedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is hidden goes for good, or comes back. */
class PurgeTest extends SpaceTest {
  private static final Duration WINDOW = Duration.ofDays(7);

  /** An image that was collected just now. */
  private Digest collected(String seed) {
    Digest digest = pushUntagged(seed);
    world.clock.advance(LONG);
    collect();
    assertThat(isShown(digest)).isFalse();
    return digest;
  }

  @Test
  void whatWasHiddenForLongEnoughGoesWithItsBytes() {
    collected("a");
    world.clock.advance(WINDOW.minusMillis(1));
    collect();
    assertThat(rows("repository_manifest")).as("not a moment before").isEqualTo(1);
    assertThat(files()).hasSize(1);

    world.clock.advance(Duration.ofMillis(1));
    collect();
    for (String table :
        List.of(
            "repository_manifest",
            "manifest",
            "manifest_reference",
            "repository_blob",
            "blob",
            "small_blob",
            "last_pull")) {
      assertThat(rows(table)).as(table).isZero();
    }
    assertThat(files()).isEmpty();
    assertThat(world.told)
        .last()
        .isEqualTo("purged " + (image("a").length + config("a").length + large("a").length));
  }

  @Test
  void allThatIsHiddenGoesAtOnceIfSomebodySaysSo() {
    collected("a");
    JsonNode purge = purge();
    assertThat(purge.path("manifests").asInt()).isEqualTo(1);
    assertThat(purge.path("blobs").asInt()).isEqualTo(2);
    assertThat(purge.path("bytes").asLong())
        .isEqualTo(image("a").length + config("a").length + large("a").length);
    assertThat(files()).isEmpty();
    assertThat(registry.count("SELECT COUNT(*) FROM audit WHERE action = 'purge'")).isEqualTo(2);
    assertThat(purge().path("bytes").asLong()).as("once").isZero();
  }

  @Test
  void whatIsShownStays() {
    push("v1", "a");
    world.clock.advance(LONG);
    collect();
    purge();
    assertWhole("v1", "a");
  }

  @Test
  void whatAnotherRepositoryHasKeepsItsBytes() {
    collected("a");
    push("shop/web", "v1", "a");
    JsonNode purge = purge();
    assertThat(purge.path("manifests").asInt()).isEqualTo(1);
    assertThat(purge.path("bytes").asLong()).isZero();
    assertThat(isShown("shop/web", "v1")).isTrue();
    assertThat(isBlobShown("shop/web", large("a"))).isTrue();
    assertThat(files()).hasSize(1);
  }

  @Test
  @Tag("hole-delete-then-other")
  void aBurntNameStaysBurntWhenItsImageIsPurged() {
    Digest digest = push("v1", "a");
    deleteTag("v1");
    world.clock.advance(LONG);
    collect();
    purge();
    assertThat(rows("manifest")).isZero();
    assertThat(registry.get("/v2/shop/api/manifests/v1").failure())
        .isEqualTo("404 MANIFEST_UNKNOWN");

    registry.blob(REPOSITORY, config("b"));
    registry.blob(REPOSITORY, large("b"));
    TestAnswer other = registry.put(REPOSITORY, "v1", image("b"));
    assertThat(other.failure()).isEqualTo("409 DENIED");
    assertThat(other.error().path("detail").path("reason").asString()).isEqualTo("TAG_BURNT");
    assertThat(other.error().path("detail").path("current").asString())
        .isEqualTo(digest.toString());
    assertThat(push("v1", "a")).as("the same image").isEqualTo(digest);
    assertWhole("v1", "a");
    assertThat(registry.count("SELECT COUNT(*) FROM history WHERE name = 'v1'")).isEqualTo(3);
  }

  @Test
  void whatTheOwnerDeletedGoesToo() {
    Digest manifest = push("v1", "a");
    delete("/v2/shop/api/manifests/" + manifest);
    registry.blob(REPOSITORY, large("b"));
    delete("/v2/shop/api/blobs/" + digest(large("b")));
    assertThat(files()).hasSize(2);
    world.clock.advance(WINDOW);
    collect();
    assertThat(rows("repository_manifest")).isZero();
    assertThat(files()).as("the layer of the manifest was needed until today").hasSize(1);
    world.clock.advance(WINDOW);
    collect();
    assertThat(files()).isEmpty();
  }

  @Test
  void whatADeletedRepositoryHeldGoesToo() {
    push("v1", "a");
    assertThat(registry.request("DELETE", "/api/v1/repositories/shop%2Fapi").send().status())
        .isEqualTo(200);
    world.clock.advance(WINDOW);
    collect();
    assertThat(rows("repository_manifest") + rows("repository_blob")).isZero();
    assertThat(files()).isEmpty();
  }

  @Test
  void whatWentLaterCanComeBackForLonger() {
    collected("a");
    world.clock.advance(Duration.ofDays(3));
    assertThat(registry.image(REPOSITORY, digest(other()), other(), config("b"), large("a")))
        .isNotNull();
    deleteManifest(digest(other()));
    world.clock.advance(Duration.ofDays(4));
    collect();
    assertThat(rows("repository_manifest")).as("one of them is too young").isEqualTo(1);
    assertThat(restore(REPOSITORY, digest(other())).status()).isEqualTo(200);
    assertThat(registry.get("/v2/shop/api/blobs/" + digest(large("a"))).bytes())
        .isEqualTo(large("a"));
  }

  private static byte[] other() {
    return Images.image(config("b"), List.of(large("a")), Map.of());
  }

  private void deleteManifest(Digest digest) {
    delete("/v2/shop/api/manifests/" + digest);
  }

  /** It should never have been hidden. */
  @Test
  void whatIsProtectedOrHasANameIsNeverPurged() {
    Digest pinned = pushUntagged("pinned");
    Digest named = collected("named");
    registry.change(
        "INSERT INTO pin VALUES ('shop/api', ?, NULL, 1, 'eve', '')", pinned.toString());
    push("v1", "named");
    registry.change(
        "UPDATE repository_manifest SET deleted_at = 1, deleted_reason = 'retention'"
            + " WHERE digest = ?",
        named.toString());
    assertThat(purge().path("manifests").asInt()).isZero();
    assertThat(rows("repository_manifest")).isEqualTo(2);
    assertThat(files()).hasSize(2);
  }

  @Test
  void whatWasCollectedComesBackWithAllItNeeds() {
    Digest child = pushUntagged("amd64");
    Digest index = pushIndex("", image("amd64"));
    Digest signature = pushReferrer("signature", index);
    world.clock.advance(LONG);
    collect();
    assertThat(isShown(index) || isShown(child) || isShown(signature)).isFalse();

    TestAnswer answer = restore(REPOSITORY, index);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("digests").path(0).asString()).isEqualTo(index.toString());
    assertWhole(child.toString(), "amd64");
    assertThat(isShown(index)).isTrue();
    assertThat(isShown(signature)).as("referrers live with their subject").isTrue();
    assertThat(isBlobShown(REPOSITORY, large("signature"))).isTrue();
    assertThat(registry.count("SELECT COUNT(*) FROM history WHERE event = 'restored'"))
        .isEqualTo(1);

    world.clock.advance(Duration.ofDays(14));
    collect();
    assertThat(isShown(index) && isShown(child)).as("its grace began anew").isTrue();
    world.clock.advance(DAY);
    collect();
    assertThat(isShown(index) || isShown(child)).isFalse();
  }

  @Test
  void aPushOfWhatWasCollectedBringsItsReferrersBack() {
    Digest image = push("v1", "a");
    Digest signature = pushReferrer("signature", image);
    deleteTag("v1");
    world.clock.advance(LONG);
    collect();
    assertThat(isShown(signature)).isFalse();
    assertThat(push("v1", "a")).isEqualTo(image);
    assertThat(isShown(signature)).isTrue();
    assertThat(isBlobShown(REPOSITORY, large("signature"))).isTrue();
  }

  @Test
  void aBlobComesBackByItself() {
    registry.blob(REPOSITORY, large("a"));
    world.clock.advance(LONG);
    collect();
    assertThat(restore(REPOSITORY, digest(large("a"))).status()).isEqualTo(200);
    assertThat(isBlobShown(REPOSITORY, large("a"))).isTrue();
    world.clock.advance(DAY);
    collect();
    assertThat(isBlobShown(REPOSITORY, large("a"))).as("its grace began anew").isTrue();
  }

  @Test
  void whatWasPurgedOrWithdrawnDoesNotComeBack() {
    Digest gone = collected("gone");
    purge();
    assertThat(restore(REPOSITORY, gone).status()).isEqualTo(404);
    assertThat(restore(REPOSITORY, digest(large("never there"))).status()).isEqualTo(404);

    Digest bad = push("v1", "bad");
    assertThat(
            registry
                .request(
                    "DELETE", "/api/v1/repositories/shop%2Fapi/manifests/" + bad + "?reason=legal")
                .send()
                .status())
        .isEqualTo(200);
    TestAnswer answer = restore(REPOSITORY, bad);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("withdrawn");
    assertThat(restore(REPOSITORY, push("v2", "fine")).status()).as("it is there").isEqualTo(200);
  }

  @Test
  void whatIsHiddenIsListedInTheOrderInWhichItWent() {
    Digest first = pushUntagged("a");
    Digest second = push("v1", "b");
    world.clock.advance(LONG);
    collect();
    world.clock.advance(DAY);
    deleteTag("v1");
    collect();
    JsonNode row = registry.get("/api/v1/collected?n=1").json().path("collected").path(0);
    assertThat(row.path("repository").asString()).isEqualTo(REPOSITORY);
    assertThat(row.path("reason").asString()).isEqualTo("retention");
    assertThat(row.path("deletedAt").asString()).isEqualTo("2026-12-05T14:00:00.123Z");
    assertThat(row.path("purgedAfter").asString()).isEqualTo("2026-12-12T14:00:00.123Z");

    List<String> listed = new ArrayList<>();
    String next = "/api/v1/collected?n=2";
    while (!next.isEmpty()) {
      JsonNode page = registry.get(next).json();
      page.path("collected")
          .forEach(
              it -> listed.add(it.path("kind").asString() + " " + it.path("digest").asString()));
      next = page.path("next").asString("");
    }
    assertThat(listed.subList(0, 3)).containsExactlyInAnyOrder(all("a", first));
    assertThat(listed.subList(3, 6)).containsExactlyInAnyOrder(all("b", second));
    assertThat(listed).hasSize(6);
    assertThat(registry.get("/api/v1/collected?last=x").status()).isEqualTo(400);
  }

  private static String[] all(String seed, Digest manifest) {
    return new String[] {
      "manifest " + manifest, "blob " + digest(large(seed)), "blob " + digest(config(seed))
    };
  }

  private void age(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(world.clock.instant().minus(age)));
  }

  private Path stray(String seed, Duration age) throws IOException {
    String hex = digest(large(seed)).hex();
    Path file = folder.resolve("content/blobs/sha256").resolve(hex.substring(0, 2)).resolve(hex);
    Files.createDirectories(file.getParent());
    Files.write(file, large(seed));
    age(file, age);
    return file;
  }

  @Test
  void bytesThatNoRowNamesAreSweptWhenTheyAreOlderThanADay() throws IOException {
    push("v1", "a");
    age(folder.resolve("content/blobs").resolve(key(large("a"))), LONG);
    Path old = stray("old", DAY.plusSeconds(1));
    Path young = stray("young", DAY.minusSeconds(1));
    Path foreign = Files.writeString(folder.resolve("content/blobs/sha256/README"), "not ours");
    age(foreign, LONG);
    rehearse();
    assertThat(old).exists();
    collect();
    assertThat(old).doesNotExist();
    assertThat(young).exists();
    assertThat(foreign).exists();
    assertWhole("v1", "a");
  }

  private static String key(byte[] content) {
    String hex = digest(content).hex();
    return "sha256/" + hex.substring(0, 2) + "/" + hex;
  }

  /** A crash between the rows and the file is this: the file was not removed. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFailureToRemoveBytesIsMadeUpForByASweep(boolean persisted) throws IOException {
    reopen(
        new TestWorld()
            .blobs(store -> WatchedStore.of(store, WatchedStore.failing("delete", persisted))));
    collected("a");
    assertThat(purge().path("blobs").asInt()).isEqualTo(2);
    assertThat(rows("blob") + rows("repository_blob")).isZero();
    assertThat(files()).hasSize(persisted ? 0 : 1);

    push("v1", "a");
    assertWhole("v1", "a");
    deleteTag("v1");
    world.clock.advance(LONG);
    collect();
    purge();

    reopen(new TestWorld());
    if (!persisted) {
      age(folder.resolve("content/blobs").resolve(key(large("a"))), LONG);
    }
    collect();
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest", "blob", "small_blob", "repository_blob"})
  void aDatabaseThatRefusesKeepsRowsAndBytes(String table) {
    Digest digest = collected("a");
    registry.change(
        "CREATE TRIGGER refused BEFORE DELETE ON "
            + table
            + " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
    assertThat(post("/collected/purges", "{}").status()).isEqualTo(503);
    assertThat(files()).hasSize(1);
    registry.change("DROP TRIGGER refused");
    if (table.equals("manifest")) {
      assertThat(restore(REPOSITORY, digest).status()).isEqualTo(200);
      assertWhole(digest.toString(), "a");
    } else {
      purge();
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void theBytesOfASharedBlobStayUntilTheLastRepositoryLetsItGo() {
    pushUntagged("a");
    push("shop/web", digest(image("a")).toString(), "a");
    world.clock.advance(LONG);
    collect();
    registry.change("UPDATE repository_blob SET deleted_at = NULL WHERE repository = 'shop/web'");
    purge();
    assertThat(files()).hasSize(1);
  }
}
