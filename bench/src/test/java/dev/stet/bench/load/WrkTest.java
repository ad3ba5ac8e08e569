package dev.stet.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.stet.bench.client.WrongAnswerException;
import org.junit.jupiter.api.Test;

class WrkTest {
  private static final String REPORT =
      """
      Running 4s test @ http://127.0.0.1:5000/v2/
        1 threads and 32 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency   320.84us  156.84us   5.73ms   90.12%
        2000 requests in 4.00s, 1.95MB read
      Requests/sec:    500.00
      """;

  @Test
  void readsTheNumberOfAnswersAndTheTime() {
    ReadLoad.Count count = Wrk.parse(REPORT, "GET /v2/", 1000);

    assertThat(count.answers()).isEqualTo(2000);
    assertThat(count.rate()).isCloseTo(500, within(0.01));
  }

  @Test
  void refusesAnswersOfAnotherStatus() {
    assertThatExceptionOfType(WrongAnswerException.class)
        .isThrownBy(() -> Wrk.parse(REPORT + "  Non-2xx or 3xx responses: 1\n", "GET /v2/", 1000))
        .withMessageContaining("Non-2xx or 3xx responses: 1");
  }

  @Test
  void refusesBrokenConnections() {
    String trouble = "  Socket errors: connect 0, read 3, write 0, timeout 0\n";
    assertThatExceptionOfType(WrongAnswerException.class)
        .isThrownBy(() -> Wrk.parse(REPORT + trouble, "GET /v2/", 1000));
  }

  @Test
  void refusesAnswersThatAreTooShort() {
    assertThatExceptionOfType(WrongAnswerException.class)
        .isThrownBy(() -> Wrk.parse(REPORT, "GET /v2/", 4096));
  }
}
