package dev.stet.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.MalformedException;
import dev.stet.oci.OciErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureMappingTest {
  private final FailureMapping failures = new FailureMapping();

  static String text(Reply reply) {
    return reply.body() instanceof Body.Bytes(byte[] content) ? new String(content, UTF_8) : "";
  }

  private Reply reply(String path, Exception failure) {
    return failures.reply(new FakeExchange("GET", path), failure);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/", "/v2", "/v2/a/manifests/b"})
  void isTheEnvelopeOfTheSpecificationUnderV2(String path) {
    Reply reply =
        reply(
            path,
            RequestException.of(OciErrorCode.DENIED, "tag \"a\" stands")
                .status(409)
                .reason("Conflict (tag is immutable)")
                .detail(Map.of("reason", "TAG_TAKEN"))
                .with("Allow", "GET")
                .with("Retry-After", "7"));

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.reason()).contains("Conflict (tag is immutable)");
    assertThat(reply.headers())
        .containsExactly(
            new Header("Content-Type", "application/json"),
            new Header("Allow", "GET"),
            new Header("Retry-After", "7"));
    assertThat(text(reply))
        .isEqualTo(
            "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"tag \\\"a\\\" stands\","
                + "\"detail\":{\"reason\":\"TAG_TAKEN\"}}]}");
  }

  @Test
  void leavesOutADetailThatSaysNothing() {
    assertThat(text(reply("/v2/", RequestException.of(OciErrorCode.NAME_UNKNOWN, "none"))))
        .isEqualTo("{\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"none\"}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v20", "/api/v1/repositories", "/livez"})
  void isProblemJsonElsewhere(String path) {
    Reply reply =
        reply(
            path,
            RequestException.of(OciErrorCode.MANIFEST_UNKNOWN, "no such tag")
                .detail(Map.of("reason", "X"))
                .with("Retry-After", "7"));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.headers())
        .containsExactly(
            new Header("Content-Type", "application/problem+json"), new Header("Retry-After", "7"));
    assertThat(text(reply))
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"manifest unknown to registry\",\"status\":404,"
                + "\"detail\":\"no such tag\",\"code\":\"MANIFEST_UNKNOWN\",\"reason\":\"X\","
                + "\"requestId\":\"req-1\"}");
  }

  @Test
  void aMalformedValueIsTheCallersFault() {
    Reply reply = reply("/v2/", new MalformedException(OciErrorCode.DIGEST_INVALID, "bad digest"));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(text(reply)).contains("\"code\":\"DIGEST_INVALID\",\"message\":\"bad digest\"");
  }

  @Test
  void failedStorageMayBeTriedAgain() {
    for (Exception failure :
        new Exception[] {
          new IOException("/secret/path: disk on fire"),
          new UncheckedIOException("SELECT secret", new IOException("disk on fire"))
        }) {
      Reply reply = reply("/v2/", failure);
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.headers()).contains(new Header("Retry-After", "5"));
      assertThat(text(reply))
          .contains("\"code\":\"TOOMANYREQUESTS\"")
          .contains("\"detail\":{\"reason\":\"STORAGE\"}")
          .contains("request req-1")
          .doesNotContain("secret")
          .doesNotContain("fire");
    }
  }

  @Test
  void aFullQueueMayBeTriedAgain() {
    Reply reply = reply("/v2/", new RejectedExecutionException("4096 secrets wait"));
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.headers()).contains(new Header("Retry-After", "1"));
    assertThat(text(reply))
        .contains("\"code\":\"TOOMANYREQUESTS\"")
        .contains("\"detail\":{\"reason\":\"QUEUE_FULL\"}")
        .doesNotContain("secret");
  }

  @Test
  void aFaultOfOurOwnNamesTheRequestAndNothingElse() {
    for (String path : new String[] {"/v2/", "/livez"}) {
      Reply reply = reply(path, new IllegalStateException("secret"));
      assertThat(reply.status()).isEqualTo(500);
      assertThat(text(reply)).contains("req-1").doesNotContain("secret").doesNotContain("Illegal");
    }
  }

  @Test
  void aClientThatWentIsNoFaultOfOurs() {
    Reply reply = reply("/v2/", new ClientGoneException("the connection was closed"));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(text(reply)).contains("SIZE_INVALID").contains("the connection was closed");
  }

  @Property
  void everyMessageCanBeWrittenInOneLine(@ForAll String message) {
    for (String path : new String[] {"/v2/", "/livez"}) {
      Reply reply = reply(path, RequestException.of(OciErrorCode.DENIED, message + "\ud83d"));
      assertThat(reply.status()).isEqualTo(403);
      assertThat(text(reply)).contains("DENIED").doesNotContain("\\n").doesNotContain("\\u0000");
    }
  }
}
