package dev.stet.registry.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.Header;
import dev.stet.http.Reply;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarningsTest {
  private static List<String> values(List<String> warnings) {
    return Warnings.on(Reply.of(201), warnings).headers().stream().map(Header::value).toList();
  }

  @Test
  void aWarningIsQuotedAndItsTextHarmless() {
    assertThat(values(List.of("tag \"a\\b\" is\r\nodd \u00e4")))
        .containsExactly("299 - \"tag 'a?b' is??odd ?\"");
  }

  @Test
  void allOfThemHaveNoMoreThan4096Bytes() {
    String long1000 = "x".repeat(1000 - "299 - \"\"".length());
    assertThat(values(Collections.nCopies(5, long1000))).hasSize(4);
    assertThat(values(List.of())).isEmpty();
  }
}
