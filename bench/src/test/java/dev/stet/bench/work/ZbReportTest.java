package dev.stet.bench.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.bench.client.WrongAnswerException;
import dev.stet.bench.report.ZbTest;
import org.junit.jupiter.api.Test;

class ZbReportTest {
  private static final String REPORT =
      """
      Registry URL:      http://127.0.0.1:5000
      ============
      Test name:            Get Catalog
      Time taken for tests: 1.6ms
      Requests per second:  5000.5
      Complete requests:    8
      Failed requests:      0

      ============
      Test name:            Pull 75% and Push 25% Mixed 100MB
      Time taken for tests: 1.603672687s
      Requests per second:  4.9885488
      Complete requests:    8
      Failed requests:      0
      """;

  @Test
  void readsTheRateOfEachTest() {
    assertThat(Zb.parse(REPORT))
        .containsEntry(new ZbTest("Get Catalog"), 5000.5)
        .containsEntry(new ZbTest("Pull 75% and Push 25% Mixed 100MB"), 4.9885488)
        .hasSize(2);
  }

  @Test
  void whatFailedIsWorthNothing() {
    assertThatExceptionOfType(WrongAnswerException.class)
        .isThrownBy(
            () -> Zb.parse(REPORT.replace("Failed requests:      0", "Failed requests: 1")));
    assertThatExceptionOfType(WrongAnswerException.class)
        .isThrownBy(() -> Zb.parse("connection refused"));
  }
}
