package dev.stet.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.OciErrorCode;
import dev.stet.server.Answer;
import dev.stet.server.RawConnection;
import dev.stet.server.ServedTest;
import dev.stet.server.TestImage;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Source: distribution-spec, "Error Codes". */
class Section11ErrorsTest extends ServedTest {
  private static final String ZERO = "sha256:" + "0".repeat(64);
  private static final String UPLOAD = "/blobs/uploads/00000000-0000-0000-0000-000000000000";

  record Row(int status, String code, String method, String path) {}

  static Stream<Row> table() {
    return Stream.of(
        new Row(404, "BLOB_UNKNOWN", "GET", "/v2/er/ror/blobs/" + ZERO),
        new Row(400, "DIGEST_INVALID", "GET", "/v2/er/ror/blobs/sha256:abc"),
        new Row(400, "DIGEST_INVALID", "GET", "/v2/er/ror/blobs/md5:" + "0".repeat(32)),
        new Row(404, "BLOB_UPLOAD_UNKNOWN", "GET", "/v2/er/ror" + UPLOAD),
        new Row(404, "BLOB_UPLOAD_UNKNOWN", "PATCH", "/v2/er/ror" + UPLOAD),
        new Row(404, "BLOB_UPLOAD_UNKNOWN", "PUT", "/v2/er/ror" + UPLOAD + "?digest=" + ZERO),
        new Row(404, "BLOB_UPLOAD_UNKNOWN", "DELETE", "/v2/er/ror" + UPLOAD),
        new Row(400, "DIGEST_INVALID", "POST", "/v2/er/ror/blobs/uploads/?digest=x"),
        new Row(404, "NAME_UNKNOWN", "GET", "/v2/er/ror/manifests/v1"),
        new Row(404, "NAME_UNKNOWN", "GET", "/v2/er/ror/manifests/" + ZERO),
        new Row(400, "DIGEST_INVALID", "GET", "/v2/er/ror/manifests/sha256:abc"),
        new Row(400, "MANIFEST_INVALID", "PUT", "/v2/er/ror/manifests/v1"),
        new Row(404, "NAME_UNKNOWN", "GET", "/v2/er/ror/tags/list"),
        new Row(400, "NAME_INVALID", "GET", "/v2/ER/ror/tags/list"),
        new Row(400, "NAME_INVALID", "GET", "/v2/er//ror/manifests/v1"),
        new Row(400, "NAME_INVALID", "POST", "/v2/er/../ror/blobs/uploads/"),
        new Row(404, "NAME_UNKNOWN", "DELETE", "/v2/er/ror/manifests/v1"),
        new Row(404, "NAME_UNKNOWN", "DELETE", "/v2/er/ror/blobs/" + ZERO),
        new Row(400, "DIGEST_INVALID", "DELETE", "/v2/er/ror/manifests/sha256:abc"),
        new Row(405, "UNSUPPORTED", "DELETE", "/v2/er/ror/tags/list"),
        new Row(405, "UNSUPPORTED", "PUT", "/v2/er/ror/tags/list"),
        new Row(405, "UNSUPPORTED", "POST", "/v2/"),
        new Row(404, "UNSUPPORTED", "GET", "/v2/_oci/ext/discover"),
        new Row(400, "DIGEST_INVALID", "GET", "/v2/er/ror/referrers/sha256:abc"),
        new Row(405, "UNSUPPORTED", "PUT", "/v2/_catalog"),
        new Row(404, "UNSUPPORTED", "GET", "/v2/er/ror/nothing/here"));
  }

  @ParameterizedTest
  @MethodSource("table")
  @Tag("box-11.1")
  @Tag("box-11.2")
  void everyErrorIsOneOfTheSpecification(Row row) {
    Answer answer = server.send(row.method(), row.path(), BodyPublishers.noBody());

    assertThat(answer.status()).as(answer.toString()).isEqualTo(row.status());
    assertThat(answer.code()).isEqualTo(row.code());
    assertThat(codes()).contains(answer.code());
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.message()).isNotBlank().doesNotContain("\n", "Exception", "dev.stet");
    assertThat(answer.find("Stet-Request-Id")).isPresent();
    assertThat(answer.find("WWW-Authenticate")).isEmpty();
    assertThat(answer.find("Allow").isPresent()).isEqualTo(row.status() == 405);
  }

  private static List<String> codes() {
    return Arrays.stream(OciErrorCode.values()).map(OciErrorCode::code).toList();
  }

  @ParameterizedTest
  @MethodSource("table")
  @Tag("box-12.5")
  void headHasTheHeadersOfGetAndNoBody(Row row) {
    if (!row.method().equals("GET")) {
      return;
    }
    try (RawConnection connection = server.connect()) {
      Answer head = connection.sendHead("HEAD " + row.path()).head();
      assertThat(head.status()).isEqualTo(row.status());
      assertThat(head.header("Content-Type")).isEqualTo("application/json");
      assertThat(connection.sendHead("GET /livez").answer().text()).isEqualTo("ok\n");
    }
  }

  @Test
  @Tag("box-12.5")
  void whoIsForbiddenIsNotAskedWhoHeIs() {
    try (RawConnection connection = server.connect()) {
      Answer answer = connection.send("GET /v2/ HTTP/1.1\nHost: other.example\n\n").answer();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("DENIED");
      assertThat(answer.find("WWW-Authenticate")).isEmpty();
    }
  }

  @Test
  void elsewhereAnErrorIsAProblem() {
    Answer answer = server.get("/api/v1/repositories/er%2Fror/tags");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(404);
    assertThat(answer.json().path("code").asString()).isEqualTo("NAME_UNKNOWN");
    assertThat(answer.json().path("detail").asString()).contains("er/ror");
    assertThat(answer.json().path("requestId").asString())
        .isEqualTo(answer.header("Stet-Request-Id"));
  }

  @Test
  @Tag("box-11.1")
  void whatTheClientSentComesBackHarmless() {
    String odd = "/v2/er/ror/manifests/%0d%0aSet-Cookie:x=y%00";
    Answer answer = server.get(odd);
    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.message().chars()).allMatch(c -> c >= ' ');
    assertThat(answer.find("Set-Cookie")).isEmpty();
    assertThat(Digest.sha256(answer.body())).isNotNull();
  }

  @Test
  @Tag("box-11.3")
  void whatStaysRefusedHasNoCodeThatClientsTryAgainFor() {
    server.push("er/refused", "v1", TestImage.of("first"));
    TestImage other = TestImage.of("other");
    List<Answer> refused =
        List.of(
            server.push("er/refused", "v1", other),
            server.push("er/refused", "latest", other),
            server.push("er/refused", other.digest() + "?tag=v1", other),
            server.pushManifest("er/refused", "v2", TestImage.of("its blobs are not there")),
            server.put("/v2/er/refused/manifests/v2", TestImage.bytes("{}")));
    assertThat(refused)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isBetween(400, 409);
              assertThat(answer.code())
                  .isNotIn("BLOB_UPLOAD_INVALID", "UNKNOWN", "UNAVAILABLE", "TOOMANYREQUESTS");
            });
  }

  @Test
  @Tag("box-11.4")
  void whatMayBeTriedAgainSaysWhen() {
    TestImage image = TestImage.of("its record is damaged");
    server.push("er/damaged", "v1", image);
    int rows =
        server
            .database()
            .<String, Integer>lane(
                "damage", (handle, changes) -> changes.stream().map(handle::execute).toList())
            .submit("UPDATE name SET checksum = checksum + 1 WHERE repository = 'er/damaged'");
    assertThat(rows).isEqualTo(1);
    for (Answer answer :
        List.of(
            server.get("/v2/er/damaged/manifests/v1"),
            server.pushManifest("er/damaged", "v1", image))) {
      assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("TOOMANYREQUESTS");
      assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    }
  }

  @Test
  @Tag("box-11.4")
  void aWarningHasTheFormOfTheSpecification() {
    String commit = "3035eca" + "0".repeat(33);
    TestImage image = TestImage.labelled("warned of", commit);
    String tags =
        IntStream.range(0, 60)
            .mapToObj(i -> "tag=" + "t".repeat(50) + i + "-77d0b1c")
            .collect(Collectors.joining("&"));
    Answer answer = server.push("er/warned", image.digest() + "?" + tags, image);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    List<String> warnings = answer.all("warning");
    assertThat(warnings).allMatch(warning -> warning.matches("299 - \"[ -!#-~]+\""));
    assertThat(warnings.stream().mapToInt(String::length).sum()).isBetween(1, 4096);
  }
}
