package dev.stet.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplyTest {
  @Test
  void canBeGivenAgainBecauseItNeverChanges() {
    List<Header> headers = new ArrayList<>(List.of(new Header("A", "1")));
    Reply reply = new Reply(200, headers, new Body.Empty());
    headers.clear();
    Reply more = reply.with("B", "2");

    assertThat(reply.headers()).containsExactly(new Header("A", "1"));
    assertThat(reply.body().length()).isZero();
    assertThat(more.headers()).containsExactly(new Header("A", "1"), new Header("B", "2"));
    assertThat(more.body()).isEqualTo(reply.body());
  }

  @Test
  void saysWhatItsBodyIs() {
    Reply text = Reply.text(200, "text/plain", "größer");
    assertThat(text.headers())
        .containsExactly(new Header("Content-Type", "text/plain; charset=utf-8"));
    assertThat(text.body().length()).isEqualTo("größer".getBytes(UTF_8).length);

    Reply json = Reply.json(200, Map.of("tags", List.of()));
    assertThat(json.headers()).containsExactly(new Header("Content-Type", "application/json"));
    assertThat(FailureMappingTest.text(json)).isEqualTo("{\"tags\":[]}");

    assertThat(new Body.FilePart(Path.of("blob"), 5, 9).length()).isEqualTo(9);
  }
}
