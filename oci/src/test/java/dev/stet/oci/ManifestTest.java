package dev.stet.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final String A = "sha256:" + "a".repeat(64);
  private static final String B = "sha256:" + "b".repeat(64);
  private static final String C = "sha512:" + "c".repeat(128);

  /** Bodies that no manifest can have, and a piece of the reason that each gets. */
  static final List<List<String>> BAD =
      List.of(
          List.of("", "not JSON"),
          List.of("{", "not JSON"),
          List.of("not json", "not JSON"),
          List.of("{\"schemaVersion\":2} {}", "not JSON"),
          List.of("{\"schemaVersion\":2,\"schemaVersion\":2}", "not JSON"),
          List.of("[".repeat(2000), "not JSON"),
          List.of("null", "not a JSON object"),
          List.of("[]", "not a JSON object"),
          List.of("\"x\"", "not a JSON object"),
          List.of("{}", "schemaVersion is missing, wanted 2"),
          List.of("{\"schemaVersion\":1}", "schemaVersion is \"1\", wanted 2"),
          List.of("{\"schemaVersion\":\"2\"}", "schemaVersion is \"\"2\"\", wanted 2"),
          List.of("{\"schemaVersion\":2.5}", "schemaVersion is \"2.5\", wanted 2"),
          List.of("{\"schemaVersion\":2,\"mediaType\":5}", "mediaType is not a string"),
          List.of(
              "{\"schemaVersion\":2,\"mediaType\":\"text/plain\"}", "\"text/plain\" is none of"),
          List.of("{\"schemaVersion\":2}", "config needs a mediaType, a digest and a size"),
          List.of(image("{}", ""), "config needs a mediaType, a digest and a size"),
          List.of(image("5", ""), "config needs"),
          List.of(image(descriptor(A, "-1"), ""), "config.size is negative"),
          List.of(image(descriptor(A, "1.5"), ""), "config needs"),
          List.of(image(descriptor(A, "\"1\""), ""), "config needs"),
          List.of(image(descriptor(A, "99999999999999999999"), ""), "config needs"),
          List.of(image(descriptor(A, "1e400"), ""), "config needs"),
          List.of(image(descriptor("sha256:0", "1"), ""), "config: digest \"sha256:0\""),
          List.of(image(descriptor(A, "1"), "\"layers\":{}"), "layers is not an array"),
          List.of(image(descriptor(A, "1"), "\"layers\":[{}]"), "layers[0] needs"),
          List.of(
              image(descriptor(A, "1"), "\"layers\":[" + descriptor(A, "1") + ",null]"),
              "layers[1] needs"),
          List.of(image(descriptor(A, "1"), "\"subject\":{}"), "subject needs"),
          List.of(image(descriptor(A, "1"), "\"annotations\":[]"), "annotations is not an object"),
          List.of(
              image(descriptor(A, "1"), "\"annotations\":{\"a\":1}"),
              "annotation \"a\" is not a string"),
          List.of(image(descriptor(A, "1"), "\"artifactType\":[]"), "artifactType is not a string"),
          List.of(index("\"manifests\":[{}]"), "manifests[0] needs"),
          List.of(index("\"manifests\":5"), "manifests is not an array"),
          List.of(image(descriptor(A, "1"), "\"manifests\":[]"), "an index and has config"),
          List.of(index("\"layers\":[]"), "an index and has layers"),
          List.of(
              image(
                  descriptor(A, "1"),
                  "\"mediaType\":\"" + MediaTypes.DOCKER_IMAGE + "\",\"manifests\":[]"),
              "an image and has manifests"));

  private static String descriptor(String digest, String size) {
    return "{\"mediaType\":\"application/octet-stream\",\"digest\":\""
        + digest
        + "\",\"size\":"
        + size
        + "}";
  }

  private static String image(String config, String more) {
    return "{\"schemaVersion\":2,\"config\":" + config + (more.isEmpty() ? "" : "," + more) + "}";
  }

  private static String index(String more) {
    return "{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\"," + more + "}";
  }

  private static Manifest parse(String json, String contentType) {
    return Manifest.parse(json.getBytes(UTF_8), contentType);
  }

  @ParameterizedTest
  @ValueSource(strings = {MediaTypes.OCI_IMAGE, MediaTypes.DOCKER_IMAGE})
  void readsImages(String mediaType) {
    Manifest image =
        parse(
            """
            {"schemaVersion": 2, "mediaType": "%s", "artifactType": "application/example",
             "config": {"mediaType": "application/config", "digest": "%s", "size": 7},
             "layers": [
               {"mediaType": "application/layer", "digest": "%s", "size": 0, "data": "AA=="},
               {"mediaType": "application/far", "digest": "%s", "size": 9223372036854775807,
                "urls": ["https://example.org/layer"]}],
             "subject": {"mediaType": "application/subject", "digest": "%s", "size": 1},
             "annotations": {"a": "1", "b": ""}, "unknown": [[{}]]}
            """
                .formatted(mediaType, A, B, C, C),
            mediaType + "; charset=utf-8");

    assertThat(image.mediaType()).isEqualTo(mediaType);
    assertThat(image.isIndex()).isFalse();
    assertThat(image.artifactType()).contains("application/example");
    assertThat(image.config())
        .contains(new Descriptor("application/config", Digest.parse(A), 7, false));
    assertThat(image.layers())
        .containsExactly(
            new Descriptor("application/layer", Digest.parse(B), 0, false),
            new Descriptor("application/far", Digest.parse(C), Long.MAX_VALUE, true));
    assertThat(image.manifests()).isEmpty();
    assertThat(image.subject().map(Descriptor::digest)).contains(Digest.parse(C));
    assertThat(image.annotations()).isEqualTo(Map.of("a", "1", "b", ""));
    assertThat(image.requiredBlobs().stream().map(blob -> blob.digest().toString()))
        .as("what may lie elsewhere is not required")
        .containsExactlyInAnyOrder(A, B);
  }

  @ParameterizedTest
  @ValueSource(strings = {MediaTypes.OCI_INDEX, MediaTypes.DOCKER_LIST})
  void readsIndexes(String mediaType) {
    Manifest index =
        parse(
            """
            {"schemaVersion": 2, "mediaType": "%s", "manifests": [
              {"mediaType": "%s", "digest": "%s", "size": 3, "platform": {"os": "linux"}},
              {"mediaType": "%s", "digest": "%s", "size": 4}]}
            """
                .formatted(mediaType, MediaTypes.OCI_IMAGE, B, MediaTypes.OCI_INDEX, A),
            mediaType);

    assertThat(index.isIndex()).isTrue();
    assertThat(index.config()).isEmpty();
    assertThat(index.manifests().stream().map(child -> child.digest().toString()))
        .containsExactly(B, A);
    assertThat(index.requiredBlobs()).isEmpty();
  }

  @Test
  void takesEmptyAndMissingLists() {
    assertThat(parse(index("\"manifests\":[]"), "").manifests()).isEmpty();
    assertThat(parse(index("\"manifests\":null"), "").manifests()).isEmpty();
    Manifest bare =
        parse(
            image(
                descriptor(A, "1"), "\"subject\":null,\"annotations\":null,\"artifactType\":null"),
            MediaTypes.OCI_IMAGE);
    assertThat(bare.layers()).isEmpty();
    assertThat(bare.subject()).isEmpty();
    assertThat(bare.annotations()).isEmpty();
    assertThat(bare.artifactType()).isEmpty();
  }

  @Test
  void findsOutTheTypeWhereNothingSaysIt() {
    assertThat(parse(image(descriptor(A, "1"), ""), "").mediaType())
        .isEqualTo(MediaTypes.OCI_IMAGE);
    assertThat(parse("{\"schemaVersion\":2,\"manifests\":[]}", "").mediaType())
        .isEqualTo(MediaTypes.OCI_INDEX);
    assertThat(parse(image(descriptor(A, "1"), ""), MediaTypes.DOCKER_IMAGE).mediaType())
        .isEqualTo(MediaTypes.DOCKER_IMAGE);
  }

  /** What Docker's engine takes for an image counts, however vague it is. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "application/vnd.oci.image.config.v1+json, application/vnd.oci.image.layer.v1.tar, true",
        "application/vnd.oci.image.config.v1+json, none, true",
        "application/vnd.oci.image.config.v1+json, application/octet-stream, true",
        "application/vnd.docker.container.image.v1+json,"
            + " application/vnd.docker.image.rootfs.diff.tar.gzip, true",
        "application/octet-stream, application/vnd.oci.image.layer.v1.tar+zstd, true",
        "Application/JSON, application/VND.docker.image.rootfs.foreign.diff.tar, true",
        "application/vnd.oci.image.config.v1+json,"
            + " application/vnd.dev.cosign.simplesigning.v1+json, false",
        "application/vnd.oci.image.config.v1+json, application/vnd.dsse.envelope.v1+json, false",
        "application/vnd.oci.image.config.v1+json, text/spdx, false",
        "application/vnd.oci.empty.v1+json, application/vnd.oci.image.layer.v1.tar, false",
        "application/vnd.buildkit.cacheconfig.v0, application/vnd.oci.image.layer.v1.tar+gzip,"
            + " false"
      })
  void tellsWhatAnEngineCouldRun(String config, @Nullable String layer, boolean runs) {
    String layers = layer == null ? "[]" : "[" + typed(layer) + "]";
    String image = image(typed(config), "\"layers\":" + layers);
    assertThat(parse(image, MediaTypes.OCI_IMAGE).isRunnable()).isEqualTo(runs);
  }

  private static String typed(String mediaType) {
    return descriptor(A, "1").replace("application/octet-stream", mediaType);
  }

  @Test
  void headerAndBodyMustAgree() {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> parse(index("\"manifests\":[]"), MediaTypes.OCI_IMAGE))
        .withMessage(
            "the manifest was not understood because its mediaType is \""
                + MediaTypes.OCI_INDEX
                + "\", the Content-Type is \""
                + MediaTypes.OCI_IMAGE
                + "\"");
  }

  @ParameterizedTest
  @FieldSource("BAD")
  void refusesTheRestAndSaysWhy(List<String> bodyAndReason) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> parse(bodyAndReason.getFirst(), ""))
        .withMessageStartingWith("the manifest was not understood because ")
        .withMessageContaining(bodyAndReason.getLast())
        .satisfies(e -> assertThat(e.code()).isEqualTo(OciErrorCode.MANIFEST_INVALID));
  }

  @Test
  void aMessageStaysOneReadableLineWhateverWasPushed() {
    String long_ = "\\n\\u0007\\ud83d" + "x".repeat(100_000);
    for (String body :
        List.of(
            "{\"schemaVersion\":2,\"mediaType\":\"" + long_ + "\"}",
            "{\"schemaVersion\":\"" + long_ + "\"}",
            image(descriptor(long_, "1"), ""),
            image(descriptor(A, "1"), "\"annotations\":{\"" + long_ + "\":1}"))) {
      for (String contentType : List.of("", MediaTypes.OCI_IMAGE)) {
        assertThatExceptionOfType(MalformedException.class)
            .isThrownBy(() -> parse(body, contentType))
            .satisfies(e -> MalformedExceptionTest.assertReadable(String.valueOf(e.getMessage())));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, application/json",
    "'Application/JSON ; charset=utf-8', application/json",
    "';x', ''",
    "'', ''"
  })
  void theTypeOfAHeaderHasNoParameters(String header, String type) {
    assertThat(MediaTypes.withoutParameters(header)).isEqualTo(type);
  }
}
