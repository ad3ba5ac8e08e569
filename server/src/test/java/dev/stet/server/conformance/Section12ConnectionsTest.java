package dev.stet.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.server.Answer;
import dev.stet.server.RawConnection;
import dev.stet.server.RunningServer;
import dev.stet.server.ServedTest;
import dev.stet.server.TestImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on the wire beside the specification. */
class Section12ConnectionsTest extends ServedTest {
  private static final int PROXIES_TAKE = 8 * 1024;

  /** What a client sends first that tries {@code https} before {@code http}. */
  private static byte[] clientHello() throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, null, null);
    SSLEngine engine = tls.createSSLEngine("localhost", 443);
    engine.setUseClientMode(true);
    ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), hello);
    return Arrays.copyOf(hello.array(), hello.position());
  }

  @Test
  @Tag("box-12.4")
  void aTlsHelloGetsAStatusLineAndAdvice() throws Exception {
    try (RawConnection connection = server.connect()) {
      assertThat(connection.send(clientHello()).rest())
          .startsWith("HTTP/1.1 400 ")
          .contains("this port speaks plain HTTP: use http://");
    }
  }

  /** A hello may come in pieces, and closing on the rest would take the answer back. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  @Tag("box-12.4")
  void aTlsHelloInPiecesGetsAStatusLineToo(int first) throws Exception {
    byte[] hello = clientHello();
    try (RawConnection connection = server.connect()) {
      connection.send(Arrays.copyOf(hello, first));
      Answer answer = connection.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("Connection")).isEqualTo("close");
      connection.send(Arrays.copyOfRange(hello, first, hello.length));
      assertThat(connection.rest()).isEmpty();
    }
  }

  /** Whatever a proxy says of itself, there is nothing that it could be wrong about. */
  @Test
  @Tag("box-12.3")
  void whatLeadsOnIsPathAndQuery(@TempDir Path folder) {
    Map<String, String> environment =
        Map.of(
            "STET_BEHIND_PROXY", "true",
            "STET_OPEN", "true",
            "STET_ALLOWED_HOSTS", "registry.example");
    try (RunningServer proxied = RunningServer.start(folder, environment);
        RawConnection connection = proxied.connect()) {
      TestImage image = TestImage.of("behind a proxy");
      proxied.push("pro/xied", "v1", image);
      proxied.push("pro/xied", "v2", image);
      Digest layer = Digest.sha256(image.blobs().getLast());
      for (String request :
          List.of(
              "POST /v2/pro/xied/blobs/uploads/",
              "POST /v2/other/blobs/uploads/?from=pro/xied&mount=" + layer,
              "GET /v2/pro/xied/tags/list?n=1")) {
        connection.send(
            request
                + " HTTP/1.1\nHost: registry.example\nContent-Length: 0\n"
                + "X-Forwarded-Proto: https\nX-Forwarded-Host: registry.example\n\n");
        Answer answer = connection.answer();
        assertThat(Stream.concat(answer.find("Location").stream(), answer.find("Link").stream()))
            .as(request)
            .singleElement()
            .asString()
            .doesNotContain("registry.example", "http")
            .matches("<?/v2/.*");
      }
    }
  }

  /**
   * There are no tokens yet; of what else there is, only the tags of a push have no bound of ours.
   */
  @Test
  @Tag("box-12.6")
  void theHeadOfAnAnswerIsSmall() {
    String repository = "r".repeat(120) + "/" + "s".repeat(120);
    TestImage image = TestImage.labelled("long names", "3035eca" + "0".repeat(33));
    String tags =
        IntStream.range(0, 20)
            .mapToObj(i -> "tag=" + "t".repeat(110) + i + "-77d0b1c")
            .collect(Collectors.joining("&"));
    Answer warned = server.push(repository, image.digest() + "?" + tags, image);
    assertThat(warned.status()).as(warned.toString()).isEqualTo(201);
    Answer page = server.get("/v2/" + repository + "/tags/list?n=1");
    assertThat(page.find("Link")).isPresent();
    Answer refused = server.push(repository, "t".repeat(110) + "0-77d0b1c", TestImage.of("other"));
    assertThat(refused.status()).isEqualTo(409);
    for (Answer answer : List.of(warned, page, refused)) {
      assertThat(size(answer)).isLessThan(PROXIES_TAKE);
    }
  }

  private static int size(Answer answer) {
    return answer.headers().entrySet().stream()
        .flatMap(header -> header.getValue().stream().map(value -> header.getKey() + ": " + value))
        .mapToInt(line -> line.length() + 2)
        .sum();
  }

  @Test
  @Tag("box-12.6")
  void theHeadOfARequestMayBeLarge() {
    String token = "x".repeat(48 * 1024);
    assertThat(server.get("/v2/", "Authorization", "Bearer " + token).status()).isEqualTo(200);
  }
}
