package dev.stet.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.server.Answer;
import dev.stet.server.ServedTest;
import dev.stet.server.TestImage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Source: distribution-spec, "Pulling manifests"; image-spec, "Digests". */
class Section02GrammarTest extends ServedTest {
  private static final TestImage IMAGE = TestImage.of("of any name");

  @ParameterizedTest
  @Tag("box-2.1")
  @ValueSource(
      strings = {"a", "0", "a/b/c/d", "a.b", "a_b", "a__b", "a-b", "a---b", "library/a1.b2"})
  void aNameOfTheGrammarIsTaken(String name) {
    assertThat(server.push(name, "v1", IMAGE).status()).isEqualTo(201);
    assertThat(server.get("/v2/" + name + "/manifests/v1").body()).isEqualTo(IMAGE.manifest());
  }

  @ParameterizedTest
  @Tag("box-2.1")
  @ValueSource(
      strings = {
        "A", "a/B", "-a", "a-", ".a", "a.", "a..b", "a___b", "a.-b", "_a", "a//b", "a/", "a%20b",
        "%C3%A4", "a/..", "a%00b"
      })
  void anotherNameIsRefused(String name) {
    for (Answer answer :
        List.of(
            server.pushManifest(name, "v1", IMAGE),
            server.get("/v2/" + name + "/manifests/v1"),
            server.get("/v2/" + name + "/tags/list"),
            server.post("/v2/" + name + "/blobs/uploads/", new byte[0]))) {
      assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("NAME_INVALID");
    }
  }

  @Test
  @Tag("box-2.1")
  void aNameHas255CharactersAtMost() {
    String longest = "a".repeat(255);
    assertThat(server.push(longest, "v1", IMAGE).status()).isEqualTo(201);
    assertThat(server.pushManifest(longest + "a", "v1", IMAGE).code()).isEqualTo("NAME_INVALID");
  }

  @Test
  @Tag("box-2.1")
  void aNameThatIsLongerThanManyClientsTakeIsTakenWithAWarning() {
    String host = "127.0.0.1:" + server.port();
    String fits = "n/" + "a".repeat(255 - host.length() - 3);
    assertThat(server.push(fits, "v1", IMAGE).find("Warning")).isEmpty();
    Answer warned = server.push(fits + "a", "v1", IMAGE);
    assertThat(warned.status()).isEqualTo(201);
    assertThat(warned.header("Warning")).matches("299 - \".*256 characters.*255\"");
  }

  @ParameterizedTest
  @Tag("box-2.2")
  @MethodSource("goodTags")
  void aTagOfTheGrammarIsTakenAsItIsWritten(String tag) {
    assertThat(server.push("grammar/tags", tag, IMAGE).status()).isEqualTo(201);
    assertThat(server.get("/v2/grammar/tags/manifests/" + tag).status()).isEqualTo(200);
    assertThat(
            server
                .get("/v2/grammar/tags/tags/list")
                .json()
                .path("tags")
                .valueStream()
                .map(JsonNode::asString))
        .contains(tag);
  }

  static Stream<String> goodTags() {
    return Stream.of("v", "_", "V1.2-x_y", "0", "a..b", "a".repeat(128));
  }

  @ParameterizedTest
  @Tag("box-2.2")
  @MethodSource("badTags")
  void anotherTagIsRefused(String tag) {
    Answer answer = server.pushManifest("grammar/tags", tag, IMAGE);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("MANIFEST_INVALID");
    assertThat(answer.message()).contains("tag").doesNotContain("\n");
  }

  static Stream<String> badTags() {
    return Stream.of(".a", "-a", "a%20b", "a+b", "%C3%A4", "a%2Fb", "a".repeat(129));
  }

  @Test
  @Tag("box-2.2")
  void upperAndLowerCaseDiffer() {
    server.push("grammar/case", "Release", IMAGE);
    server.push("grammar/case", "release", TestImage.of("in lower case"));
    assertThat(server.get("/v2/grammar/case/manifests/Release").body()).isEqualTo(IMAGE.manifest());
    assertThat(server.get("/v2/grammar/case/manifests/RELEASE").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @Tag("box-2.3")
  @ValueSource(strings = {".INVALID_MANIFEST_NAME", "-a", "nobody", "a%20b"})
  void aTagThatCannotBeIsJustNotFound(String tag) {
    server.push("grammar/found", "v1", IMAGE);
    Answer answer = server.get("/v2/grammar/found/manifests/" + tag);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("MANIFEST_UNKNOWN");
  }

  @ParameterizedTest
  @Tag("box-2.3")
  @ValueSource(strings = {"v1:2", ":", "sha256:", "a:b:c"})
  void whateverHasAColonIsADigest(String reference) {
    for (Answer answer :
        List.of(
            server.get("/v2/grammar/found/manifests/" + reference),
            server.pushManifest("grammar/found", reference, IMAGE))) {
      assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("DIGEST_INVALID");
    }
  }

  @Test
  @Tag("box-2.4")
  void contentIsFoundByTheDigestThatItWasPushedWith() {
    for (Algorithm algorithm : Algorithm.values()) {
      byte[] blob = TestImage.bytes("hashed by " + algorithm);
      Digest digest = Digest.of(algorithm, blob);
      String uploads = "/v2/grammar/digests/blobs/uploads/?digest=" + digest;
      assertThat(server.post(uploads, blob).status()).isEqualTo(201);
      assertThat(server.get("/v2/grammar/digests/blobs/" + digest).body()).isEqualTo(blob);

      Digest manifest = Digest.of(algorithm, IMAGE.manifest());
      assertThat(server.push("grammar/digests", manifest.toString(), IMAGE).status())
          .isEqualTo(201);
      assertThat(server.get("/v2/grammar/digests/manifests/" + manifest).body())
          .isEqualTo(IMAGE.manifest());
    }
  }

  @ParameterizedTest
  @Tag("box-2.4")
  @ValueSource(
      strings = {
        "sha256:" + "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF",
        "sha256:0123456789abcdef",
        "sha512:" + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "SHA256:" + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "md5:d41d8cd98f00b204e9800998ecf8427e",
        "multihash+base58:QmRZxt2b1FVZPNqd8hsiykDL3TdBDeTSPX9Kv46HmX4Gx8"
      })
  void aDigestThatCannotBeCheckedIsRefused(String digest) {
    for (String path : List.of("/manifests/", "/blobs/", "/referrers/")) {
      Answer answer = server.get("/v2/grammar/digests" + path + digest.replace("+", "%2B"));
      assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("DIGEST_INVALID");
    }
  }

  @ParameterizedTest
  @Tag("box-2.5")
  @ValueSource(
      strings = {
        "blobs",
        "manifests",
        "tags/list",
        "uploads/blobs",
        "a/manifests/b",
        "referrers",
        "a/referrers/b",
        "blobs/uploads",
        "v2"
      })
  void aNameMayLookLikeARoute(String name) {
    TestImage image = TestImage.of(name);
    assertThat(server.push(name, "v1", image).status()).isEqualTo(201);
    assertThat(server.get("/v2/" + name + "/manifests/v1").body()).isEqualTo(image.manifest());
    assertThat(server.get("/v2/" + name + "/tags/list").json().path("name").asString())
        .isEqualTo(name);
    assertThat(server.get("/v2/" + name + "/referrers/" + image.digest()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @Tag("box-2.6")
  @ValueSource(strings = {"_oci", "_catalog", "_stet", "a/_oci", "a/_oci/b"})
  void whatBeginsWithAnUnderscoreIsNoRepository(String name) {
    Answer answer = server.pushManifest(name, "v1", IMAGE);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("NAME_INVALID");
  }

  @ParameterizedTest
  @Tag("box-2.6")
  @ValueSource(strings = {"/v2/_oci/ext/discover", "/v2/a/_oci/ext/discover"})
  void anExtensionThatIsNotOfferedIsNotFound(String path) {
    Answer answer = server.get(path);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("UNSUPPORTED");
  }
}
