package dev.stet.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/a/blobs/uploads/1?_state=x",
        "http://127.0.0.1:5000/v2/a/blobs/uploads/1?_state=x"
      })
  void followsALocationWithAndWithoutAHost(String location) {
    Answer answer = Answer.parse("POST /", "HTTP/1.1 202 Accepted\r\nlocation: " + location);

    assertThat(answer.location()).isEqualTo("/v2/a/blobs/uploads/1?_state=x");
  }
}
