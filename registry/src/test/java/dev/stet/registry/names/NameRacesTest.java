package dev.stet.registry.names;

import dev.stet.registry.Invariants;
import dev.stet.registry.TestRegistry;
import dev.stet.registry.TestWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Of whatever wants to be done to a name at once, every pair and many threesomes come out as if it
 * had been done one after the other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NameRacesTest {
  private static final String REPOSITORY = "shop/api";

  private final AtomicInteger rounds = new AtomicInteger();
  private final TestWorld world = new TestWorld();

  @SuppressWarnings("NullAway.Init")
  private TestRegistry registry;

  @BeforeAll
  void open(@TempDir Path folder) throws IOException {
    registry = TestRegistry.open(folder, world);
  }

  @AfterAll
  void close() {
    registry.close();
  }

  private static Step push(Sample image, String... names) {
    return new Step.Push(REPOSITORY, image, List.of(names));
  }

  private static Step channel(String name, String tag, String follow) {
    return new Step.CreateChannel(REPOSITORY, name, tag, follow);
  }

  private static Step delete(String name, String reason) {
    return new Step.DeleteName(REPOSITORY, name, reason);
  }

  private static Step delete(Sample image, String reason) {
    return new Step.DeleteManifest(REPOSITORY, image, reason);
  }

  private static Step restore(String name) {
    return new Step.RestoreName(REPOSITORY, name);
  }

  private static Step restore(Sample image) {
    return new Step.RestoreManifest(REPOSITORY, image);
  }

  private static Step move(String name, String tag) {
    return new Step.MoveChannel(REPOSITORY, name, tag);
  }

  private static Step follow(String name, String pattern) {
    return new Step.Follow(REPOSITORY, name, pattern);
  }

  private static final Step DELETE_ALL = new Step.DeleteRepository(REPOSITORY, "owner");
  private static final Step WITHDRAW_ALL = new Step.DeleteRepository(REPOSITORY, "security");
  private static final Step MUTABLE = new Step.Declare("shop/**", "mutable");
  private static final Step STANDING = new Step.Declare(REPOSITORY, "standing");
  private static final Step REMOVE_LATEST = new Step.RemoveChannel(REPOSITORY, "latest");
  private static final Step PIN = new Step.Pin(REPOSITORY, Sample.A);
  private static final Step UNPIN = new Step.Unpin(REPOSITORY, Sample.A);

  /** How things are, and what is wanted then. */
  @SuppressWarnings("ImmutableEnumChecker") // nobody changes the lists
  enum Scene {
    FREE_NAME(
        List.of(),
        push(Sample.A, "x"),
        push(Sample.B, "x"),
        push(Sample.A, "y", "x"),
        push(Sample.CACHE, "x"),
        push(Sample.OTHER_CACHE, "x"),
        channel("x", "", ""),
        channel("x", "y", ""),
        MUTABLE,
        STANDING,
        DELETE_ALL),
    TAG(
        List.of(push(Sample.A, "x"), push(Sample.A, "z"), push(Sample.B)),
        push(Sample.A, "x"),
        push(Sample.B, "x"),
        push(Sample.INDEX, "y"),
        delete("x", "owner"),
        delete("x", "security"),
        delete(Sample.A, "owner"),
        delete(Sample.A, "legal"),
        channel("latest", "x", ""),
        channel("x", "", ""),
        PIN,
        restore("x"),
        DELETE_ALL,
        MUTABLE),
    BURNT_TAG(
        List.of(push(Sample.A, "x"), delete("x", "owner"), delete(Sample.A, "owner")),
        push(Sample.A, "x"),
        push(Sample.B, "x"),
        push(Sample.A, "y"),
        push(Sample.CACHE, "x"),
        restore("x"),
        restore(Sample.A),
        channel("x", "", ""),
        delete("x", "security"),
        delete(Sample.A, "security"),
        DELETE_ALL,
        WITHDRAW_ALL),
    CHANNEL(
        List.of(push(Sample.A, "v1"), push(Sample.B, "v2"), channel("latest", "v1", "main-*")),
        move("latest", "v2"),
        move("latest", "v1"),
        follow("latest", "v*"),
        follow("latest", ""),
        push(Sample.B, "latest"),
        push(Sample.A, "main-1"),
        push(Sample.B, "main-2"),
        push(Sample.B, "main-3", "latest"),
        delete("v1", "owner"),
        delete("v2", "owner"),
        delete(Sample.A, "owner"),
        REMOVE_LATEST,
        DELETE_ALL),
    MACHINE_TAG(
        List.of(push(Sample.A), push(Sample.SIGNATURE, Sample.SIGNATURE_OF_A)),
        push(Sample.SIGNATURE, Sample.SIGNATURE_OF_A),
        push(Sample.CACHE, Sample.SIGNATURE_OF_A),
        push(Sample.A, Sample.SIGNATURE_OF_A),
        channel(Sample.SIGNATURE_OF_A, "", ""),
        delete(Sample.SIGNATURE_OF_A, "owner"),
        delete(Sample.SIGNATURE, "owner"),
        restore(Sample.SIGNATURE_OF_A),
        PIN,
        UNPIN,
        DELETE_ALL),
    PARTS(
        List.of(),
        push(Sample.A),
        push(Sample.INDEX),
        push(Sample.INDEX, "x"),
        push(Sample.INDEX, Sample.SIGNATURE_OF_A),
        push(Sample.SIGNATURE, Sample.SIGNATURE_OF_A),
        push(Sample.A, Sample.SIGNATURE_OF_A),
        delete(Sample.A, "owner")),
    MUTABLE_NAMES(
        List.of(
            MUTABLE,
            push(Sample.A, "latest"),
            push(Sample.A, "v1"),
            push(Sample.B, "v2"),
            push(Sample.B, "gone"),
            delete("gone", "owner")),
        STANDING,
        push(Sample.B, "latest"),
        push(Sample.B, "v1"),
        push(Sample.A, "gone"),
        push(Sample.CACHE, "v2"),
        restore("gone"),
        delete("v1", "owner"),
        delete(Sample.A, "owner"),
        channel("stable", "v1", ""),
        DELETE_ALL);

    private final List<Step> before;
    private final List<Step> wanted;

    Scene(List<Step> before, Step... wanted) {
      this.before = before;
      this.wanted = List.of(wanted);
    }

    /** Each pair in both orders, each with itself. */
    private Stream<List<Step>> pairs() {
      return wanted.stream().flatMap(one -> wanted.stream().map(other -> List.of(one, other)));
    }

    /** As many threesomes as there are steps, each of neighbours. */
    private Stream<List<Step>> threesomes() {
      List<List<Step>> threesomes = new ArrayList<>();
      for (int i = 0; i < wanted.size(); i++) {
        int at = i;
        threesomes.add(
            Stream.of(0, 2, 5).map(it -> wanted.get((at + it) % wanted.size())).toList());
      }
      return threesomes.stream();
    }
  }

  private Race race(Scene scene, List<Step> racers) {
    return new Race(registry, world.clock.millis(), scene.before, racers);
  }

  private String prefix() {
    return "round-" + rounds.incrementAndGet() + "/";
  }

  @AfterEach
  void whatIsAlwaysSoIsSo() {
    Invariants.hold(registry.database());
  }

  @ParameterizedTest
  @EnumSource
  void pairsInOneTransaction(Scene scene) {
    scene.pairs().forEach(racers -> race(scene, racers).runInOneBatch(prefix()));
  }

  @ParameterizedTest
  @EnumSource
  void pairs(Scene scene) {
    scene
        .pairs()
        .filter(it -> scene.wanted.indexOf(it.getFirst()) < scene.wanted.indexOf(it.getLast()))
        .forEach(racers -> race(scene, racers).run(prefix()));
  }

  @ParameterizedTest
  @EnumSource
  void threesomes(Scene scene) {
    scene.threesomes().forEach(racers -> race(scene, racers).run(prefix()));
    scene.threesomes().forEach(racers -> race(scene, racers).runInOneBatch(prefix()));
  }
}
