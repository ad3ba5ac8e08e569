package dev.stet.registry.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.registry.Invariants;
import dev.stet.registry.TestRegistry;
import dev.stet.registry.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is done, in whichever order, is answered and remembered as {@link NamesModel} says. */
class NamesModelTest {
  @Property(tries = 50)
  void theRegistryDoesWhatTheModelSays(@ForAll("steps") List<Step> steps) throws IOException {
    Path folder = Files.createTempDirectory("names-model");
    TestWorld world = new TestWorld();
    NamesModel model = new NamesModel();
    try (TestRegistry registry = TestRegistry.open(folder, world)) {
      Driver driver = new Driver(registry, "");
      for (Step step : steps) {
        String said = model.apply(step, world.clock.millis());
        assertThat(driver.apply(step)).as("answer to %s", step).isEqualTo(said);
        assertThat(driver.state())
            .as("state after %s", step)
            .containsExactlyInAnyOrderElementsOf(model.state());
        world.clock.advance(Duration.ofMillis(1));
      }
      Invariants.hold(registry.database());
    } finally {
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Steps.any().list().ofMinSize(20).ofMaxSize(80);
  }
}
