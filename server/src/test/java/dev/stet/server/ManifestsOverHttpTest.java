package dev.stet.server;

import static dev.stet.server.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.oci.MediaTypes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: distribution-spec, "Pulling manifests" and "Pushing manifests". */
class ManifestsOverHttpTest extends ServedTest {
  private static final String DIGEST_OF_NOTHING = Digest.sha256(new byte[0]).toString();

  /** A manifest as somebody pushes it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Pushed(String mediaType, byte[] bytes) {
    @Override
    public String toString() {
      return mediaType;
    }
  }

  /** What docker, podman, buildx and oras send, with the odd spacing that must survive. */
  static Stream<Pushed> everyKind() {
    String blob = "\"digest\":\"" + DIGEST_OF_NOTHING + "\",\"size\":0";
    return Stream.of(
        new Pushed(
            MediaTypes.DOCKER_IMAGE,
            bytes(
                """
                {
                   "schemaVersion": 2,
                   "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
                   "config": {"mediaType":"application/vnd.docker.container.image.v1+json",%s},
                   "layers": [{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip",%s}]
                }\
                """
                    .formatted(blob, blob))),
        new Pushed(
            MediaTypes.DOCKER_LIST,
            bytes(
                """
                {"schemaVersion":2,
                 "mediaType":"application/vnd.docker.distribution.manifest.list.v2+json",
                 "manifests":[]}
                """)),
        new Pushed(
            MediaTypes.OCI_IMAGE,
            bytes(
                """
                {"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json",%s},
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+zstd",%s}]}
                """
                    .formatted(blob, blob))),
        new Pushed(
            MediaTypes.OCI_INDEX, bytes("{\"schemaVersion\":2,\"manifests\":[],\"other\":\"ä\"} ")),
        new Pushed(
            MediaTypes.OCI_IMAGE,
            bytes(
                """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                 "artifactType":"application/vnd.example.sbom",
                 "config":{"mediaType":"application/vnd.oci.empty.v1+json",%s,"data":""},
                 "layers":[],"unknown":[1.50,{"x":null}]}
                """
                    .formatted(blob))));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void everyKindComesBackByteForByteByTagAndByDigest(Pushed pushed) {
    server.pushBlob("kinds/all", new byte[0]);
    Digest digest = Digest.sha256(pushed.bytes());
    String tag = "v" + digest.hex().substring(0, 6) + "z";

    Answer put =
        server.put(
            "/v2/kinds/all/manifests/" + tag, pushed.bytes(), "Content-Type", pushed.mediaType());
    assertThat(put.status()).as(put.toString()).isEqualTo(201);
    assertThat(put.header("Location")).isEqualTo("/v2/kinds/all/manifests/" + digest);
    assertThat(put.header("Docker-Content-Digest")).isEqualTo(digest.toString());

    for (String reference : List.of(tag, digest.toString(), tag, digest.toString())) {
      String path = "/v2/kinds/all/manifests/" + reference;
      Answer get = server.get(path, "Accept", "text/html");
      assertThat(get.status()).isEqualTo(200);
      assertThat(get.body()).isEqualTo(pushed.bytes());
      assertThat(get.header("Content-Type")).isEqualTo(pushed.mediaType());
      assertThat(get.header("Docker-Content-Digest")).isEqualTo(digest.toString());
      assertThat(get.header("Content-Length")).isEqualTo("" + pushed.bytes().length);
      assertThat(get.header("ETag")).isEqualTo("\"" + digest + "\"");
      assertThat(server.head(path).headers()).isEqualTo(get.headers());
    }
  }

  @Test
  void headSendsNoBody() {
    server.push("kinds/head", "v1", TestImage.of("head"));
    try (RawConnection connection = server.connect()) {
      for (String reference : List.of("v1", "none", "v1")) {
        connection.sendHead("HEAD /v2/kinds/head/manifests/" + reference);
        assertThat(connection.head().status()).isEqualTo(reference.equals("v1") ? 200 : 404);
      }
      assertThat(connection.sendHead("GET /livez").answer().text()).isEqualTo("ok\n");
    }
  }

  @Test
  void parametersOfTheContentTypeDoNotCount() {
    TestImage image = TestImage.of("parameters");
    server.push("kinds/parameters", image.digest().toString(), image);
    String path = "/v2/kinds/parameters/manifests/v1";
    assertThat(
            server
                .put(path, image.manifest(), "Content-Type", image.mediaType() + "; charset=utf-8")
                .status())
        .isEqualTo(201);
    assertThat(server.get(path).header("Content-Type")).isEqualTo(image.mediaType());
  }

  @Test
  void whoKnowsTheManifestGets304() {
    TestImage image = TestImage.of("known");
    server.push("kinds/known", "v1", image);
    String path = "/v2/kinds/known/manifests/v1";
    for (int round = 0; round < 2; round++) {
      Answer answer = server.get(path, "If-None-Match", "\"" + image.digest() + "\"");
      assertThat(answer.status()).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.header("ETag")).contains(image.digest().toString());
      assertThat(server.get(path, "If-None-Match", "\"other\"").status()).isEqualTo(200);
    }
  }

  @Test
  void aPushByDigestMustHashToIt() {
    TestImage image = TestImage.of("by digest");
    assertThat(server.push("kinds/digest", image.digest().toString(), image).status())
        .isEqualTo(201);
    Digest sha512 = Digest.of(Algorithm.SHA512, image.manifest());
    Answer other = server.pushManifest("kinds/digest", sha512.toString(), image);
    assertThat(other.header("Docker-Content-Digest")).isEqualTo(sha512.toString());
    assertThat(server.get("/v2/kinds/digest/manifests/" + sha512).header("Docker-Content-Digest"))
        .isEqualTo(sha512.toString());

    Answer wrong = server.pushManifest("kinds/digest", DIGEST_OF_NOTHING, image);
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.code()).isEqualTo("DIGEST_INVALID");
    assertThat(server.get("/v2/kinds/digest/manifests/" + DIGEST_OF_NOTHING).status())
        .isEqualTo(404);
  }

  @Test
  void aPushByDigestMayNameTags() {
    TestImage image = TestImage.of("two names");
    Answer answer = server.push("kinds/tags", image.digest() + "?tag=one&tag=two", image);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers().get("oci-tag")).containsExactlyInAnyOrder("one", "two");
    assertThat(server.get("/v2/kinds/tags/manifests/two").body()).isEqualTo(image.manifest());
  }

  @Test
  void namesOfOnePushAreAllGivenOrNone() {
    server.push("kinds/none", "held", TestImage.of("first"));
    TestImage image = TestImage.of("second");
    Answer answer = server.push("kinds/none", image.digest() + "?tag=free&tag=held", image);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(server.get("/v2/kinds/none/manifests/free").status()).isEqualTo(404);
    assertThat(server.get("/v2/kinds/none/manifests/" + image.digest()).status()).isEqualTo(404);
  }

  @Test
  void aSubjectNeedNotExistAndIsNamed() {
    byte[] manifest =
        bytes(
            "{\"schemaVersion\":2,\"mediaType\":\""
                + MediaTypes.OCI_INDEX
                + "\",\"manifests\":[],"
                + "\"subject\":{\"mediaType\":\""
                + MediaTypes.OCI_IMAGE
                + "\",\"digest\":\""
                + DIGEST_OF_NOTHING
                + "\",\"size\":7}}");
    Answer answer =
        server.put(
            "/v2/kinds/subject/manifests/" + Digest.sha256(manifest),
            manifest,
            "Content-Type",
            MediaTypes.OCI_INDEX);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    assertThat(answer.find("OCI-Subject")).as("referrers are not listed").isEmpty();
  }

  @Test
  void allThatIsMissingIsToldAtOnce() {
    TestImage image = TestImage.of("lacks its blobs");
    Answer answer = server.pushManifest("kinds/missing", "v1", image);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
    for (byte[] blob : image.blobs()) {
      assertThat(answer.message()).contains(Digest.sha256(blob).toString());
    }
    assertThat(server.get("/v2/kinds/missing/manifests/v1").status()).isEqualTo(404);
  }

  @Test
  void blobsOfAnotherRepositoryDoNotCount() {
    TestImage image = TestImage.of("elsewhere");
    server.push("kinds/has-them", "v1", image);
    assertThat(server.pushManifest("kinds/has-them-not", "v1", image).code())
        .isEqualTo("MANIFEST_BLOB_UNKNOWN");
    TestImage index = TestImage.index(image);
    assertThat(server.pushManifest("kinds/has-them-not", "v2", index).code())
        .isEqualTo("MANIFEST_BLOB_UNKNOWN");
    assertThat(server.pushManifest("kinds/has-them", "v2", index).status()).isEqualTo(201);
  }

  @Test
  void aManifestIsVisibleOnlyThroughItsRepository() {
    TestImage image = TestImage.of("visible");
    server.push("kinds/visible", "v1", image);
    server.push("kinds/invisible", "v1", TestImage.of("other"));
    assertThat(server.get("/v2/kinds/visible/manifests/" + image.digest()).status()).isEqualTo(200);
    assertThat(server.get("/v2/kinds/invisible/manifests/" + image.digest()).status())
        .isEqualTo(404);
  }

  @Test
  void layersThatLieElsewhereNeedNotBeHere() {
    server.pushBlob("kinds/foreign", new byte[0]);
    byte[] manifest =
        bytes(
            """
            {"schemaVersion":2,"mediaType":"%s",
             "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":0},
             "layers":[{"mediaType":"application/vnd.oci.image.layer.nondistributable.v1.tar",
              "digest":"%s","size":9,"urls":["https://example.com/layer"]}]}
            """
                .formatted(
                    MediaTypes.OCI_IMAGE, DIGEST_OF_NOTHING, Digest.sha256(bytes("foreign"))));
    Answer answer =
        server.put(
            "/v2/kinds/foreign/manifests/v1", manifest, "Content-Type", MediaTypes.OCI_IMAGE);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
  }

  @Test
  void fourMebibytesOfAnnotationsAreTaken() {
    byte[] manifest =
        bytes(
            "{\"schemaVersion\":2,\"manifests\":[],\"annotations\":{\"a\":\""
                + "x".repeat(4 * 1024 * 1024)
                + "\"}}");
    Answer answer =
        server.put("/v2/kinds/large/manifests/v1", manifest, "Content-Type", MediaTypes.OCI_INDEX);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(server.get("/v2/kinds/large/manifests/v1").body()).isEqualTo(manifest);
  }

  @Test
  void moreThanEightMebibytesAre413WithAndWithoutLength() {
    byte[] tooMuch = new byte[8 * 1024 * 1024 + 1];
    String path = "/v2/kinds/large/manifests/v2";
    for (Answer answer :
        List.of(
            server.put(path, tooMuch, "Content-Type", MediaTypes.OCI_IMAGE),
            server.send(
                "PUT",
                path,
                java.net.http.HttpRequest.BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(tooMuch))))) {
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.code()).isEqualTo("MANIFEST_INVALID");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not JSON",
        "[]",
        "{}",
        "{\"schemaVersion\":1}",
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\"}",
        "{\"schemaVersion\":2,\"config\":{\"digest\":\"sha256:x\"},\"layers\":[]}"
      })
  void aManifestThatIsNoneIs400(String text) {
    Answer answer =
        server.put("/v2/kinds/bad/manifests/v1", bytes(text), "Content-Type", MediaTypes.OCI_IMAGE);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.code()).isIn("MANIFEST_INVALID", "DIGEST_INVALID");
  }

  @Test
  void anUnknownMediaTypeIs400() {
    Answer answer =
        server.put("/v2/kinds/bad/manifests/v1", bytes("{}"), "Content-Type", "text/plain");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("MANIFEST_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {".INVALID_MANIFEST_NAME", "-a", "nobody", "a%20b"})
  void aTagThatCannotBeIsJustNotFound(String tag) {
    server.push("kinds/found", "v1", TestImage.of("found"));
    Answer answer = server.get("/v2/kinds/found/manifests/" + tag);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("MANIFEST_UNKNOWN");
  }

  @Test
  void inAnUnknownRepositoryNothingIsFound() {
    Answer answer = server.get("/v2/kinds/never-pushed/manifests/v1");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("NAME_UNKNOWN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"by tag", "by digest"})
  void deleteIs405AndChangesNothing(String how) {
    TestImage image = TestImage.of("stays");
    server.push("kinds/stays", "v1", image);
    String path = "/v2/kinds/stays/manifests/" + (how.equals("by tag") ? "v1" : image.digest());
    Answer answer = server.delete(path);
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.code()).isEqualTo("UNSUPPORTED");
    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, PUT");
    assertThat(server.get(path).body()).isEqualTo(image.manifest());
  }

  @Test
  void namesOfRepositoriesMayLookLikeRoutes() {
    for (String repository : List.of("blobs", "a/manifests/b", "tags/list", "uploads/blobs")) {
      TestImage image = TestImage.of(repository);
      assertThat(server.push(repository, "v1", image).status()).isEqualTo(201);
      assertThat(server.get("/v2/" + repository + "/manifests/v1").body())
          .isEqualTo(image.manifest());
      assertThat(server.get("/v2/" + repository + "/tags/list").json())
          .isEqualTo(
              tools.jackson.databind.json.JsonMapper.shared()
                  .valueToTree(Map.of("name", repository, "tags", List.of("v1"))));
    }
  }
}
