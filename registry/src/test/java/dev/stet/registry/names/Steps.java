package dev.stet.registry.names;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Steps for a model test. */
final class Steps {
  private static final Arbitrary<String> REPOSITORIES = Arbitraries.of("x/one", "x/one", "x/two");
  private static final Arbitrary<Sample> IMAGES = Arbitraries.of(Sample.class);
  private static final Arbitrary<String> NAMES =
      Arbitraries.of(
          "v1", "v2", "main-3035eca", "main-77d0b1c", "latest", "cache", Sample.SIGNATURE_OF_A);
  private static final Arbitrary<String> CHANNELS =
      Arbitraries.of("latest", "latest", "v1", "stable");
  private static final Arbitrary<String> REASONS =
      Arbitraries.frequency(
          Tuple.of(6, "owner"),
          Tuple.of(2, "retention"),
          Tuple.of(1, "security"),
          Tuple.of(1, "legal"));
  private static final Arbitrary<String> PATTERNS = Arbitraries.of("", "v*", "main-*", "v1");

  private Steps() {}

  /** Any of them, pushes most. */
  static Arbitrary<Step> any() {
    return Arbitraries.frequencyOf(
        Tuple.of(12, Combinators.combine(REPOSITORIES, IMAGES, someNames()).as(Step.Push::new)),
        Tuple.of(4, Combinators.combine(REPOSITORIES, NAMES, REASONS).as(Step.DeleteName::new)),
        Tuple.of(
            3, Combinators.combine(REPOSITORIES, IMAGES, REASONS).as(Step.DeleteManifest::new)),
        Tuple.of(1, Combinators.combine(REPOSITORIES, REASONS).as(Step.DeleteRepository::new)),
        Tuple.of(3, Combinators.combine(REPOSITORIES, NAMES).as(Step.RestoreName::new)),
        Tuple.of(3, Combinators.combine(REPOSITORIES, IMAGES).as(Step.RestoreManifest::new)),
        Tuple.of(
            3,
            Combinators.combine(
                    REPOSITORIES, CHANNELS, Arbitraries.of("", "", "v1", "v2"), PATTERNS)
                .as(Step.CreateChannel::new)),
        Tuple.of(2, Combinators.combine(REPOSITORIES, CHANNELS, NAMES).as(Step.MoveChannel::new)),
        Tuple.of(2, Combinators.combine(REPOSITORIES, CHANNELS, PATTERNS).as(Step.Follow::new)),
        Tuple.of(1, Combinators.combine(REPOSITORIES, CHANNELS).as(Step.RemoveChannel::new)),
        Tuple.of(
            2,
            Combinators.combine(
                    Arbitraries.of("x/**", "x/one", "x/two"), Arbitraries.of("mutable", "standing"))
                .as(Step.Declare::new)),
        Tuple.of(1, Combinators.combine(REPOSITORIES, IMAGES).as(Step.Pin::new)),
        Tuple.of(1, Combinators.combine(REPOSITORIES, IMAGES).as(Step.Unpin::new)));
  }

  private static Arbitrary<List<String>> someNames() {
    return NAMES.list().uniqueElements().ofMaxSize(3);
  }
}
