package dev.stet.registry.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.registry.Invariants;
import dev.stet.registry.RegistryWiring;
import dev.stet.registry.TestRegistry;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.blobs.file.FileBlobStore;
import dev.stet.store.Database;
import dev.stet.store.FaultyDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A commit that fails has happened or has not. Nobody is told that it has; after a restart all is
 * as the model says of the one or of the other, and what is asked again is answered by that.
 */
class NameFaultsTest {
  private static final String SHOP = "shop/api";
  private static final long TIME = TestRegistry.NOW.toEpochMilli();

  private static final List<Step> NOTHING = List.of();
  private static final List<Step> SOME =
      List.of(
          new Step.Push(SHOP, Sample.A, List.of("v1")),
          new Step.Push(SHOP, Sample.B, List.of("v2")),
          new Step.Push(SHOP, Sample.INDEX, List.of()),
          new Step.CreateChannel(SHOP, "latest", "v1", "main-*"),
          new Step.Pin(SHOP, Sample.A));
  private static final List<Step> GONE =
      List.of(
          new Step.Push(SHOP, Sample.A, List.of("v1", "v2")),
          new Step.DeleteName(SHOP, "v2", "owner"),
          new Step.DeleteManifest(SHOP, Sample.A, "owner"));
  private static final List<Step> MOVING =
      List.of(
          new Step.Declare("shop/**", "mutable"),
          new Step.Push(SHOP, Sample.A, List.of("v1", "latest")),
          new Step.Push(SHOP, Sample.B, List.of("v2")));

  @TempDir private Path folder;

  static Stream<Arguments> changes() {
    return Stream.of(
            Arguments.of(NOTHING, new Step.Push(SHOP, Sample.A, List.of("v1", "v2"))),
            Arguments.of(NOTHING, new Step.CreateChannel(SHOP, "latest", "", "v*")),
            Arguments.of(NOTHING, new Step.Declare("shop/**", "mutable")),
            Arguments.of(SOME, new Step.Push(SHOP, Sample.B, List.of("v1"))),
            Arguments.of(SOME, new Step.Push(SHOP, Sample.B, List.of("main-1", "latest"))),
            Arguments.of(SOME, new Step.DeleteName(SHOP, "v2", "owner")),
            Arguments.of(SOME, new Step.DeleteManifest(SHOP, Sample.B, "security")),
            Arguments.of(SOME, new Step.MoveChannel(SHOP, "latest", "v2")),
            Arguments.of(SOME, new Step.Follow(SHOP, "latest", "v*")),
            Arguments.of(SOME, new Step.RemoveChannel(SHOP, "latest")),
            Arguments.of(SOME, new Step.Pin(SHOP, Sample.B)),
            Arguments.of(SOME, new Step.Unpin(SHOP, Sample.A)),
            Arguments.of(GONE, new Step.Push(SHOP, Sample.A, List.of("v1"))),
            Arguments.of(GONE, new Step.RestoreName(SHOP, "v2")),
            Arguments.of(GONE, new Step.RestoreManifest(SHOP, Sample.A)),
            Arguments.of(GONE, new Step.DeleteRepository(SHOP, "legal")),
            Arguments.of(MOVING, new Step.Declare(SHOP, "standing")),
            Arguments.of(MOVING, new Step.Push(SHOP, Sample.B, List.of("latest"))),
            Arguments.of(MOVING, new Step.DeleteRepository(SHOP, "owner")))
        .flatMap(
            change ->
                Stream.of(true, false)
                    .map(done -> Arguments.of(change.get()[0], change.get()[1], done)));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aFailedCommitIsDoneOrNot(List<Step> before, Step change, boolean done) throws IOException {
    NamesModel model = new NamesModel();
    try (FaultyDatabase faulty = FaultyDatabase.open(file(), RegistryWiring.MIGRATIONS, done)) {
      Driver driver = new Driver(TestRegistry.open(faulty.database(), store()), "");
      for (Step step : before) {
        assertThat(driver.apply(step)).isEqualTo(model.apply(step, TIME));
      }
      faulty.fail();
      assertThat(driver.apply(change)).isEqualTo("503 STORAGE");
      assertThat(driver.apply(change)).as("until a restart settles it").isEqualTo("503 STORAGE");
    }
    if (done) {
      assertThat(model.apply(change, TIME)).doesNotStartWith("5");
    }
    try (Database database = Database.open(file(), RegistryWiring.MIGRATIONS)) {
      Driver driver = new Driver(TestRegistry.open(database, store()), "");
      assertThat(driver.state()).containsExactlyInAnyOrderElementsOf(model.state());
      Invariants.hold(database);
      assertThat(driver.apply(change)).as("asked again").isEqualTo(model.apply(change, TIME));
      assertThat(driver.state()).containsExactlyInAnyOrderElementsOf(model.state());
      Invariants.hold(database);
    }
  }

  private Path file() {
    return folder.resolve("stet.db");
  }

  private BlobStore store() throws IOException {
    return FileBlobStore.open(folder.resolve("content"), UUID::randomUUID);
  }
}
