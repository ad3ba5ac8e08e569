package dev.stet.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120 | 120",
        "0 | 0",
        "Wed, 25 Nov 2026 08:02:00 GMT | 120",
        "Wed, 25 Nov 2026 07:59:00 GMT | 0",
        "soon | 0",
        "-5 | 0",
        "99999999999999999999 | 0"
      })
  void anAnswerMaySayWhenToComeAgain(String retryAfter, long seconds) {
    assertThat(read(Map.of("Retry-After", retryAfter, "Date", "Wed, 25 Nov 2026 08:00:00 GMT")))
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aDateAloneSaysNothing() {
    assertThat(read(Map.of("Retry-After", "Wed, 25 Nov 2026 08:02:00 GMT")))
        .isEqualTo(Duration.ZERO);
    assertThat(read(Map.of())).isEqualTo(Duration.ZERO);
  }

  private static Duration read(Map<String, String> headers) {
    HttpHeaders all =
        HttpHeaders.of(
            headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))),
            (_, _) -> true);
    return Problem.read(503, all, new byte[0]).retryAfter();
  }
}
