package dev.stet.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void takesPercentilesByNearestRank() {
    long[] nanos =
        LongStream.rangeClosed(1, 100).map(i -> 101 - i).map(i -> i * 1_000_000).toArray();
    Latencies latencies = new Latencies(nanos, 2);

    assertThat(latencies.millis(50)).isEqualTo(50);
    assertThat(latencies.millis(99)).isEqualTo(99);
    assertThat(latencies.millis(100)).isEqualTo(100);
    assertThat(latencies.rate()).isEqualTo(50);
  }

  @Test
  void oneStepIsEveryPercentile() {
    Latencies latencies = new Latencies(new long[] {3_000_000}, 1);

    assertThat(latencies.millis(1)).isEqualTo(3);
    assertThat(latencies.millis(99)).isEqualTo(3);
  }
}
