package dev.stet.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuditorRulesTest {
  static List<Sequence> sequences() {
    return Sequence.all();
  }

  @ParameterizedTest
  @MethodSource("sequences")
  void findsWhatEachSequenceHolds(Sequence sequence) {
    assertThat(sequence.replayed()).isEqualTo(sequence.want());
  }
}
