package dev.stet.server.conformance;

import static dev.stet.server.TestImage.bytes;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.oci.MediaTypes;
import dev.stet.server.Answer;
import dev.stet.server.ServedTest;
import dev.stet.server.TestImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: distribution-spec, "Pushing Manifests". */
class Section07ManifestsTest extends ServedTest {
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
  @Tag("box-7.1")
  @Tag("box-7.7")
  @Tag("box-4.1")
  @Tag("box-4.2")
  @Tag("box-4.3")
  @Tag("box-4.5")
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
  @Tag("box-7.3")
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
  @Tag("box-7.2")
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
  @Tag("box-7.8")
  void aPushByDigestMayNameTags() {
    TestImage image = TestImage.of("two names");
    Answer answer = server.push("kinds/tags", image.digest() + "?tag=one&tag=two", image);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.all("oci-tag")).containsExactlyInAnyOrder("one", "two");
    assertThat(server.get("/v2/kinds/tags/manifests/two").body()).isEqualTo(image.manifest());
  }

  @Test
  @Tag("box-7.8")
  void namesOfOnePushAreAllGivenOrNone() {
    server.push("kinds/none", "held", TestImage.of("first"));
    TestImage image = TestImage.of("second");
    Answer answer = server.push("kinds/none", image.digest() + "?tag=free&tag=held", image);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(server.get("/v2/kinds/none/manifests/free").status()).isEqualTo(404);
    assertThat(server.get("/v2/kinds/none/manifests/" + image.digest()).status()).isEqualTo(404);
  }

  @Test
  @Tag("box-7.4")
  @Tag("box-7.6")
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
    assertThat(answer.header("OCI-Subject")).isEqualTo(DIGEST_OF_NOTHING);
  }

  @Test
  @Tag("box-7.4")
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
  @Tag("box-7.4")
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
  @Tag("box-7.4")
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
  @Tag("box-7.5")
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
  @Tag("box-7.5")
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
  @Tag("box-7.3")
  void aManifestThatIsNoneIs400(String text) {
    Answer answer =
        server.put("/v2/kinds/bad/manifests/v1", bytes(text), "Content-Type", MediaTypes.OCI_IMAGE);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.code()).isIn("MANIFEST_INVALID", "DIGEST_INVALID");
  }

  @Test
  @Tag("box-7.3")
  void anUnknownMediaTypeIs400() {
    Answer answer =
        server.put("/v2/kinds/bad/manifests/v1", bytes("{}"), "Content-Type", "text/plain");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("MANIFEST_INVALID");
  }

  @Test
  @Tag("box-7.1")
  void theLocationIsByDigestAndTheDigestIsTheClients() {
    TestImage image = TestImage.of("where it is");
    for (Algorithm algorithm : Algorithm.values()) {
      Digest digest = Digest.of(algorithm, image.manifest());
      Answer answer = server.push("kinds/location", digest.toString(), image);
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
      assertThat(answer.header("Location")).isEqualTo("/v2/kinds/location/manifests/" + digest);
      assertThat(server.get(answer.header("Location")).body()).isEqualTo(image.manifest());
    }
  }

  @ParameterizedTest
  @Tag("box-7.2")
  @ValueSource(strings = {"sha256:baddigeststring", "sha512:abc", "crc32:01234567"})
  void aMalformedDigestIs400(String digest) {
    Answer answer = server.pushManifest("kinds/digest", digest, TestImage.of("malformed"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("DIGEST_INVALID");
  }

  @Test
  @Tag("box-7.2")
  void spacesBehindTheManifestChangeItsDigest() {
    TestImage image = TestImage.of("spaces");
    server.push("kinds/spaces", image.digest().toString(), image);
    byte[] longer = Arrays.copyOf(image.manifest(), image.manifest().length + 2);
    Arrays.fill(longer, image.manifest().length, longer.length, (byte) ' ');
    Answer answer =
        server.put(
            "/v2/kinds/spaces/manifests/" + image.digest(),
            longer,
            "Content-Type",
            image.mediaType());
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("DIGEST_INVALID");
    assertThat(server.get("/v2/kinds/spaces/manifests/" + image.digest()).body())
        .isEqualTo(image.manifest());
  }

  @Test
  @Tag("box-7.3")
  void aTypeInTheBodyThatTheHeaderContradictsIs400() {
    TestImage image = TestImage.of("contradicts");
    image.blobs().forEach(blob -> server.pushBlob("kinds/contradicts", blob));
    String path = "/v2/kinds/contradicts/manifests/v1";
    Answer answer = server.put(path, image.manifest(), "Content-Type", MediaTypes.DOCKER_IMAGE);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("MANIFEST_INVALID");
    assertThat(server.get(path).status()).isEqualTo(404);
  }

  @Test
  @Tag("box-7.6")
  void theSubjectIsNamedByTagAndByDigestForImagesAndIndexes() {
    Digest subject = Digest.of(Algorithm.SHA512, new byte[] {7});
    TestImage image = TestManifest.image("about something").about(subject).made();
    TestImage index = TestManifest.index().about(subject).made();
    for (TestImage referrer : List.of(image, index)) {
      for (String reference :
          List.of(referrer.digest().toString(), "v-" + referrer.digest().hex())) {
        Answer answer = server.push("kinds/subjects", reference, referrer);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        assertThat(answer.header("OCI-Subject")).isEqualTo(subject.toString());
      }
    }
    assertThat(server.push("kinds/subjects", "none", TestImage.of("none")).find("OCI-Subject"))
        .isEmpty();
  }

  @Test
  @Tag("box-7.7")
  void whatIsNotKnownIsNoError() {
    TestImage odd =
        TestManifest.image("odd")
            .config("application/vnd.example.config+yaml", "a: b")
            .layers("application/vnd.example.layer", "one", "two")
            .artifactType("application/vnd.example.type")
            .with("com.example.field", Map.of("nested", List.of(1, true)))
            .made();
    TestImage bare = TestManifest.image("no layers").with("layers", List.of()).made();
    TestImage empty = TestManifest.index().with("manifests", List.of()).made();
    TestImage data =
        TestManifest.image("data")
            .with(
                "config",
                Map.of(
                    "mediaType",
                    TestManifest.EMPTY_TYPE,
                    "digest",
                    Digest.sha256(bytes("{}")).toString(),
                    "size",
                    2,
                    "data",
                    "e30="))
            .made();
    for (TestImage image : List.of(odd, bare, empty, data)) {
      assertThat(server.push("kinds/unknown", image.digest().toString(), image).status())
          .isEqualTo(201);
      assertThat(server.get("/v2/kinds/unknown/manifests/" + image.digest()).body())
          .isEqualTo(image.manifest());
    }
  }

  @Test
  @Tag("box-7.8")
  void aHundredTagsAreTakenAtOnceAndOneMoreIs414() {
    TestImage image = TestImage.of("many names");
    String tags = IntStream.range(0, 100).mapToObj(i -> "tag=v" + i).collect(joining("&"));
    Answer answer = server.push("kinds/hundred", image.digest() + "?" + tags, image);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.all("oci-tag")).hasSize(100);
    assertThat(server.get("/v2/kinds/hundred/manifests/v99").body()).isEqualTo(image.manifest());

    Answer tooMany = server.push("kinds/hundred", image.digest() + "?" + tags + "&tag=x", image);
    assertThat(tooMany.status()).isEqualTo(414);
    assertThat(tooMany.code()).isEqualTo("UNSUPPORTED");
    assertThat(server.get("/v2/kinds/hundred/manifests/x").status()).isEqualTo(404);
  }

  @Test
  @Tag("box-7.8")
  void aTagThatNamesThisImageAlreadyIsNamedAgain() {
    TestImage image = TestImage.of("already");
    server.push("kinds/already", "held", image);
    Answer answer =
        server.push("kinds/already", image.digest() + "?tag=held&tag=new&tag=new", image);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.all("oci-tag")).containsExactlyInAnyOrder("held", "new");
  }

  @ParameterizedTest
  @Tag("box-7.8")
  @ValueSource(strings = {"-bad", "", "a%20b", "latest"})
  void aTagThatCannotBeRefusesAllOfThem(String tag) {
    TestImage image = TestImage.of("all of them");
    Answer answer = server.push("kinds/all-of-them", image.digest() + "?tag=ok&tag=" + tag, image);
    assertThat(answer.status()).isIn(400, 409);
    assertThat(server.get("/v2/kinds/all-of-them/manifests/ok").status()).isEqualTo(404);
  }

  @Test
  @Tag("box-7.8")
  void theyBelongToAPushByDigest() {
    TestImage image = TestImage.of("by tag");
    Answer answer = server.push("kinds/by-tag", "v1?tag=v2", image);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.find("OCI-Tag")).isEmpty();
    assertThat(server.get("/v2/kinds/by-tag/manifests/v2").status()).isEqualTo(404);
  }

  @Test
  @Tag("box-7.9")
  void aChildThatIsThereIsTakenAgainWithAndWithoutItsIndex() {
    TestImage child = TestImage.of("a child");
    TestImage index = TestImage.index(child);
    for (int round = 0; round < 2; round++) {
      assertThat(server.push("kinds/child", child.digest().toString(), child).status())
          .isEqualTo(201);
      assertThat(server.push("kinds/child", index.digest().toString(), index).status())
          .isEqualTo(201);
      assertThat(server.push("kinds/child", "v1", index).status()).isEqualTo(201);
    }
  }

  @Test
  @Tag("box-7.10")
  void theSameImageIsTakenAgainAndAnotherIsRefused() {
    TestImage image = TestImage.of("the same");
    assertThat(server.push("kinds/same", "v1", image).status()).isEqualTo(201);
    Answer again = server.pushManifest("kinds/same", "v1", image);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("Docker-Content-Digest")).isEqualTo(image.digest().toString());

    Answer other = server.push("kinds/same", "v1", TestImage.of("another"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(server.get("/v2/kinds/same/manifests/v1").body()).isEqualTo(image.manifest());
  }

  @Test
  @Tag("box-7.11")
  void ofTwoFirstPushesOneWins() throws Exception {
    for (int round = 0; round < 20; round++) {
      String repository = "kinds/race-" + round;
      List<TestImage> images = List.of(TestImage.of("left"), TestImage.of("right"));
      images.forEach(image -> image.blobs().forEach(blob -> server.pushBlob(repository, blob)));
      CyclicBarrier together = new CyclicBarrier(2);
      List<Future<Answer>> answers;
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        answers =
            images.stream()
                .map(
                    image ->
                        threads.submit(
                            () -> {
                              together.await();
                              return server.pushManifest(repository, "v1", image);
                            }))
                .toList();
      }
      int left = answers.getFirst().get().status();
      int right = answers.getLast().get().status();
      assertThat(List.of(left, right)).containsExactlyInAnyOrder(201, 409);
      assertThat(server.get("/v2/" + repository + "/manifests/v1").body())
          .isEqualTo(images.get(left == 201 ? 0 : 1).manifest());
    }
  }

  @Test
  @Tag("box-7.10")
  void theSameBytesUnderAnotherAlgorithmAreTheSameImage() {
    TestImage image = TestImage.of("hashed twice");
    Digest sha512 = Digest.of(Algorithm.SHA512, image.manifest());
    server.push("kinds/sha512", sha512 + "?tag=v1", image);

    Answer again = server.pushManifest("kinds/sha512", "v1", image);
    assertThat(again.status()).as(again.toString()).isEqualTo(201);
    assertThat(again.header("Docker-Content-Digest")).isEqualTo(image.digest().toString());
    assertThat(server.get(again.header("Location")).body()).isEqualTo(image.manifest());
    assertThat(server.head("/v2/kinds/sha512/manifests/v1").header("Docker-Content-Digest"))
        .as("the tag stands as it was claimed")
        .isEqualTo(sha512.toString());
    assertThat(server.push("kinds/sha512", image.digest() + "?tag=v1", image).status())
        .isEqualTo(201);
  }
}
