package dev.stet.registry.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.RegistryWiring;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import dev.stet.registry.TestWorld;
import dev.stet.registry.blobs.file.FileBlobStore;
import dev.stet.store.FaultyDatabase;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A commit that fails is done or not; after a restart the same again comes to the same end. */
class SpaceFaultsTest extends SpaceTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCollectionGoesOn(boolean done) throws IOException {
    push("v1", "a");
    Digest digest = pushUntagged("b");
    failing(done, () -> post("/collections", "{}"));
    assertThat(isShown(digest)).isEqualTo(!done);
    collect();
    assertThat(isShown(digest)).isFalse();
    assertWhole("v1", "a");
    assertThat(restore(REPOSITORY, digest).status()).isEqualTo(200);
    assertWhole(digest.toString(), "b");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPurgeGoesOn(boolean done) throws IOException {
    push("v1", "a");
    Digest digest = pushUntagged("b");
    delete("/v2/" + REPOSITORY + "/manifests/" + digest);
    failing(done, () -> post("/collected/purges", "{}"));
    assertWhole("v1", "a");
    collect();
    purge();
    assertThat(rows("manifest")).isEqualTo(1);
    assertThat(files()).containsExactly(digest(large("a")).toString());
    push("v2", "b");
    assertWhole("v2", "b");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRestorationGoesOn(boolean done) throws IOException {
    Digest digest = push("v1", "a");
    delete("/v2/" + REPOSITORY + "/manifests/" + digest);
    failing(done, () -> restore(REPOSITORY, digest));
    assertThat(isShown(digest)).isEqualTo(done);
    assertThat(restore(REPOSITORY, digest).status()).isEqualTo(200);
    assertWhole("v1", "a");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void retentionGoesOn(boolean done) throws IOException {
    push("v1", "a");
    push("pr-1", "b");
    failing(done, () -> post("/retention/runs", "{}"));
    assertThat(isShown(REPOSITORY, "pr-1")).isEqualTo(!done);
    assertThat(post("/retention/runs", "{}").status()).isEqualTo(200);
    assertThat(isShown(REPOSITORY, "pr-1")).isFalse();
    assertWhole("v1", "a");
    assertThat(registry.put(REPOSITORY, "pr-1", image("a")).status()).isEqualTo(409);
    push("pr-1", "b");
    assertWhole("pr-1", "b");
  }

  /** Asks when all is old, of a database whose next commit fails, and opens the registry anew. */
  private void failing(boolean done, Supplier<TestAnswer> request) throws IOException {
    registry.close();
    try (FaultyDatabase faulty =
        FaultyDatabase.open(folder.resolve("stet.db"), RegistryWiring.MIGRATIONS, done)) {
      registry =
          TestRegistry.open(
              faulty.database(),
              FileBlobStore.open(folder.resolve("content"), UUID::randomUUID),
              later());
      faulty.fail();
      TestAnswer answer = request.get();
      assertThat(answer.status()).as(answer.text()).isEqualTo(503);
      assertThat(answer.json().path("reason").asString()).isEqualTo("STORAGE");
    }
    reopen(later());
  }

  private static TestWorld later() {
    TestWorld later = new TestWorld().rules("keep v*", "pr-* after 14 days");
    later.clock.advance(LONG);
    return later;
  }
}
