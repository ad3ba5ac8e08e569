package dev.stet.registry.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.Invariants;
import dev.stet.registry.RegistryWiring;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import dev.stet.registry.TestWorld;
import dev.stet.registry.blobs.file.FileBlobStore;
import dev.stet.store.Database;
import dev.stet.store.FaultyDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A commit of a run that gives back room fails, where it was done or where it was not. What is
 * needed stays, and after a restart the same run does the rest.
 */
class SpaceFaultsTest extends SpaceTest {
  private static final Digest UNNEEDED = digest(image("unneeded"));

  /** What is run, and what is there when it is done. */
  enum Run {
    RETENTION("/retention/runs", "{}", 1, 2),
    COLLECTION("/collections", "{\"dryRun\":false}", 2, 2),
    PURGE("/collected/purges", "{}", 2, 1),
    RESTORATION(
        "/collected/restorations",
        "{\"repository\":\"shop/api\",\"digest\":\"" + UNNEEDED + "\"}",
        1,
        2);

    private final String path;
    private final String body;
    private final int commits; // at least
    private final int files;

    Run(String path, String body, int commits, int files) {
      this.path = path;
      this.body = body;
      this.commits = commits;
      this.files = files;
    }
  }

  static Stream<Arguments> faults() {
    return Stream.of(Run.values())
        .flatMap(run -> Stream.of(false, true).map(done -> Arguments.of(run, done)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void afterAFailedCommitARunDoesTheRest(Run run, boolean done) throws IOException {
    Path all = folder;
    int commit = 0;
    while (failsAt(commit, run, done, Files.createDirectory(all.resolve("at-" + commit)))) {
      commit++;
    }
    assertThat(commit).as("commits of %s", run).isGreaterThanOrEqualTo(run.commits);
  }

  /** Whether the run came to that commit. */
  private boolean failsAt(int commit, Run run, boolean done, Path in) throws IOException {
    registry.close();
    folder = in;
    world = new TestWorld().rules("pr-* after 14 days");
    FaultyDatabase faulty =
        FaultyDatabase.open(in.resolve("stet.db"), RegistryWiring.MIGRATIONS, done);
    registry =
        TestRegistry.open(
            faulty.database(), FileBlobStore.open(in.resolve("content"), UUID::randomUUID), world);
    prepare(run);
    faulty.failAfter(commit);
    TestAnswer answer = post(run.path, run.body);
    faulty.mend();
    boolean failed = answer.status() != 200;
    if (failed) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(503);
      assertThat(answer.text()).contains("STORAGE");
      assertWhole("v1", "kept");
      Duration later = Duration.between(TestRegistry.NOW, world.clock.instant());
      reopen(new TestWorld().rules("pr-* after 14 days"));
      world.clock.advance(later);
      assertWhole("v1", "kept");
      Invariants.hold(registry.database());
      ageFiles();
      again(run);
    }
    assertDone(run);
    return failed;
  }

  private void prepare(Run run) {
    push("v1", "kept");
    if (run == Run.RETENTION) {
      push("pr-7", "unneeded");
    } else {
      pushUntagged("unneeded");
    }
    world.clock.advance(LONG);
    if (run == Run.PURGE || run == Run.RESTORATION) {
      collect();
    }
  }

  /** A restoration that was done already has nothing to restore. */
  private void again(Run run) {
    TestAnswer answer = post(run.path, run.body);
    if (run != Run.RESTORATION || !isShown(UNNEEDED)) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
  }

  private void assertDone(Run run) {
    Invariants.hold(registry.database());
    assertWhole("v1", "kept");
    assertThat(files()).hasSize(run.files);
    switch (run) {
      case RETENTION -> assertThat(isShown(REPOSITORY, "pr-7")).isFalse();
      case COLLECTION -> {
        assertThat(isShown(UNNEEDED)).isFalse();
        assertThat(isBlobShown(REPOSITORY, large("unneeded"))).isFalse();
        assertThat(restore(REPOSITORY, UNNEEDED).status()).isEqualTo(200);
        assertWhole(UNNEEDED.toString(), "unneeded");
      }
      case PURGE -> {
        assertThat(rows("repository_manifest")).isEqualTo(1);
        assertThat(rows("repository_blob")).isEqualTo(2);
        assertThat(rows("blob")).isEqualTo(2);
      }
      case RESTORATION -> assertWhole(UNNEEDED.toString(), "unneeded");
    }
  }

  /** So that the sweep takes what no row names any more. */
  private void ageFiles() throws IOException {
    FileTime old = FileTime.from(world.clock.instant().minus(LONG));
    for (String digest : files()) {
      String hex = Digest.parse(digest).hex();
      Path blobs = folder.resolve("content/blobs/sha256").resolve(hex.substring(0, 2));
      Files.setLastModifiedTime(blobs.resolve(hex), old);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lastPullsWhoseCommitFailsAreWrittenOrForgotten(boolean done) throws IOException {
    registry.close();
    world = new TestWorld();
    Path file = folder.resolve("faulty.db");
    Digest digest;
    try (FaultyDatabase faulty = FaultyDatabase.open(file, RegistryWiring.MIGRATIONS, done)) {
      registry =
          TestRegistry.open(
              faulty.database(),
              FileBlobStore.open(folder.resolve("content"), UUID::randomUUID),
              world);
      digest = push("v1", "a");
      registry.get("/v2/shop/api/manifests/v1");
      faulty.fail();
      registry.tick();
      assertThat(rows("last_pull")).isEqualTo(done ? 1 : 0);
      assertWhole(digest.toString(), "a");
      registry.close();
    }
    registry =
        TestRegistry.open(
            Database.open(file, RegistryWiring.MIGRATIONS),
            FileBlobStore.open(folder.resolve("content"), UUID::randomUUID),
            new TestWorld());
    assertThat(rows("last_pull")).isEqualTo(done ? 1 : 0);
    registry.get("/v2/shop/api/manifests/v1");
    registry.tick();
    assertThat(rows("last_pull")).isEqualTo(1);
  }
}
