package dev.stet.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.oci.MediaTypes;
import dev.stet.server.Answer;
import dev.stet.server.ServedTest;
import dev.stet.server.TestImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Source: distribution-spec, "Listing Referrers". */
class Section09ReferrersTest extends ServedTest {
  private static final String SIGNATURE = "application/vnd.example.signature.v1+json";
  private static final String SBOM = "application/vnd.example.sbom.v1+json";

  private static String path(String repository, Digest subject) {
    return "/v2/" + repository + "/referrers/" + subject;
  }

  private static List<JsonNode> manifests(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json().path("manifests").valueStream().toList();
  }

  private static List<String> digests(Answer answer) {
    return manifests(answer).stream().map(it -> it.path("digest").asString()).toList();
  }

  private static String[] sorted(TestImage... images) {
    return Stream.of(images)
        .map(image -> image.digest().toString())
        .sorted()
        .toArray(String[]::new);
  }

  private void pushByDigest(String repository, TestImage image) {
    Answer answer = server.push(repository, image.digest().toString(), image);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
  }

  @Test
  @Tag("box-9.1")
  void theAnswerIsAnImageIndex() {
    TestImage subject = TestImage.of("subject");
    server.push("refer/index", "v1", subject);
    for (Digest digest : List.of(subject.digest(), Digest.sha256(new byte[] {1}))) {
      Answer answer = server.get(path("refer/index", digest));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).isEqualTo(MediaTypes.OCI_INDEX);
      assertThat(answer.json().path("schemaVersion").asInt()).isEqualTo(2);
      assertThat(answer.json().path("mediaType").asString()).isEqualTo(MediaTypes.OCI_INDEX);
      assertThat(answer.json().path("manifests").isArray()).isTrue();
      assertThat(manifests(answer)).isEmpty();
      assertThat(answer.find("Link")).isEmpty();
      assertThat(answer.find("OCI-Filters-Applied")).isEmpty();
      assertThat(server.head(path("refer/index", digest)).headers()).isEqualTo(answer.headers());
    }
  }

  @Test
  @Tag("box-9.1")
  void anUnknownRepositoryHasNoReferrersWhichIsNoError() {
    Answer answer = server.get(path("refer/never-pushed", Digest.sha256(new byte[0])));
    assertThat(manifests(answer)).isEmpty();
  }

  @ParameterizedTest
  @Tag("box-9.1")
  @ValueSource(strings = {"sha256:abc", "sha256:", "md5:d41d8cd98f00b204e9800998ecf8427e", "v1"})
  void aMalformedDigestIs400(String digest) {
    Answer answer = server.get("/v2/refer/bad/referrers/" + digest);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("DIGEST_INVALID");
  }

  @Test
  @Tag("box-9.2")
  void theDescriptorSaysWhatTheManifestSays() {
    Digest subject = Digest.sha256(new byte[] {2});
    Map<String, String> annotations = Map.of("org.example.by", "k\u00f6nig", "empty", "");
    TestImage typed =
        TestManifest.image("typed")
            .artifactType(SIGNATURE)
            .annotations(annotations)
            .about(subject)
            .made();
    pushByDigest("refer/says", typed);

    Answer answer = server.get(path("refer/says", subject));
    assertThat(answer.json().path("manifests"))
        .isEqualTo(
            tools.jackson.databind.json.JsonMapper.shared()
                .valueToTree(
                    List.of(
                        Map.of(
                            "mediaType",
                            MediaTypes.OCI_IMAGE,
                            "digest",
                            typed.digest().toString(),
                            "size",
                            typed.manifest().length,
                            "artifactType",
                            SIGNATURE,
                            "annotations",
                            annotations))));
  }

  @Test
  @Tag("box-9.2")
  void theTypeIsThatOfTheManifestElseThatOfItsConfiguration() {
    Digest subject = Digest.sha256(new byte[] {3});
    TestImage byConfig = TestManifest.image("by config").config(SBOM, "[]").about(subject).made();
    TestImage empty =
        TestManifest.image("empty type").artifactType("").config(SBOM, "[1]").about(subject).made();
    TestImage index = TestManifest.index().about(subject).made();
    TestImage typedIndex = TestManifest.index().artifactType(SIGNATURE).about(subject).made();
    List<TestImage> all = List.of(byConfig, empty, index, typedIndex);
    all.forEach(image -> pushByDigest("refer/type", image));

    List<JsonNode> found = manifests(server.get(path("refer/type", subject)));
    assertThat(found).hasSize(4);
    for (JsonNode descriptor : found) {
      String digest = descriptor.path("digest").asString();
      Optional<String> type =
          Optional.of(descriptor.path("artifactType"))
              .filter(it -> !it.isMissingNode())
              .map(JsonNode::asString);
      assertThat(descriptor.has("annotations")).as("without any, none are told").isFalse();
      if (digest.equals(index.digest().toString())) {
        assertThat(type).isEmpty();
      } else if (digest.equals(typedIndex.digest().toString())) {
        assertThat(type).contains(SIGNATURE);
      } else {
        assertThat(type).contains(SBOM);
      }
    }
  }

  @Test
  @Tag("box-9.3")
  void imagesAndIndexesAreListedOfTheirRepositoryAlone() {
    TestImage subject = TestImage.of("with referrers");
    server.push("refer/kinds", "v1", subject);
    TestImage image = TestManifest.image("an image").about(subject.digest()).made();
    TestImage index = TestManifest.index(subject).about(subject.digest()).made();
    TestImage other = TestManifest.image("of another").about(Digest.sha256(new byte[0])).made();
    List.of(image, index, other).forEach(it -> pushByDigest("refer/kinds", it));
    pushByDigest("refer/elsewhere", TestManifest.image("far").about(subject.digest()).made());

    assertThat(digests(server.get(path("refer/kinds", subject.digest()))))
        .containsExactly(sorted(image, index));
  }

  @Test
  @Tag("box-9.3")
  void aSubjectMayComeAfterItsReferrersAndBeOfSha512() {
    TestImage subject = TestImage.of("late");
    Digest sha512 = Digest.of(Algorithm.SHA512, subject.manifest());
    TestImage early = TestManifest.image("early").about(sha512).made();
    pushByDigest("refer/late", early);
    server.push("refer/late", sha512.toString(), subject);
    assertThat(digests(server.get(path("refer/late", sha512)))).containsExactly(sorted(early));
    assertThat(manifests(server.get(path("refer/late", subject.digest())))).isEmpty();
  }

  @ParameterizedTest
  @Tag("box-9.3")
  @ValueSource(strings = {"", "artifactType=" + SIGNATURE})
  void theLinksLeadThroughAllPages(String query) {
    Digest subject = Digest.sha256(TestImage.bytes("pages" + query));
    String repository = "refer/pages" + (query.isEmpty() ? "" : "-filtered");
    List<TestImage> signatures =
        IntStream.range(0, 7)
            .mapToObj(
                i -> TestManifest.image("s" + i).artifactType(SIGNATURE).about(subject).made())
            .toList();
    signatures.forEach(image -> pushByDigest(repository, image));
    List<TestImage> wanted = new ArrayList<>(signatures);
    TestImage sbom = TestManifest.image("sbom").artifactType(SBOM).about(subject).made();
    pushByDigest(repository, sbom);
    if (query.isEmpty()) {
      wanted.add(sbom);
    }

    List<String> seen = new ArrayList<>();
    Optional<String> next = Optional.of(path(repository, subject) + "?n=3&" + query);
    int pages = 0;
    while (next.isPresent()) {
      Answer page = server.get(next.get());
      assertThat(page.find("OCI-Filters-Applied").isPresent()).isEqualTo(!query.isEmpty());
      seen.addAll(digests(page));
      next = page.find("Link").map(Links::next);
      pages++;
    }
    assertThat(seen).containsExactly(sorted(wanted.toArray(TestImage[]::new)));
    assertThat(pages).isEqualTo(3);
  }

  @Test
  @Tag("box-9.3")
  void aPageStaysBelowWhatClientsTake() {
    Digest subject = Digest.sha256(new byte[] {4});
    for (int i = 0; i < 5; i++) {
      pushByDigest(
          "refer/large",
          TestManifest.image("large " + i)
              .annotations(Map.of("long", "x".repeat(1024 * 1024)))
              .about(subject)
              .made());
    }
    int seen = 0;
    Optional<String> next = Optional.of(path("refer/large", subject));
    while (next.isPresent()) {
      Answer page = server.get(next.get());
      assertThat(page.body()).hasSizeLessThan(4 * 1024 * 1024);
      seen += digests(page).size();
      next = page.find("Link").map(Links::next);
    }
    assertThat(seen).isEqualTo(5);
  }

  @Test
  @Tag("box-9.4")
  void theFilterIsAppliedAndAnnounced() {
    Digest subject = Digest.sha256(new byte[] {5});
    TestImage signature = TestManifest.image("s").artifactType(SIGNATURE).about(subject).made();
    TestImage sbom = TestManifest.image("b").config(SBOM, "{}").about(subject).made();
    TestImage untyped = TestManifest.index().about(subject).made();
    List.of(signature, sbom, untyped).forEach(image -> pushByDigest("refer/filter", image));

    Map<String, List<TestImage>> expected =
        Map.of(SIGNATURE, List.of(signature), SBOM, List.of(sbom), "application/none", List.of());
    expected.forEach(
        (type, images) -> {
          Answer answer =
              server.get(
                  path("refer/filter", subject) + "?artifactType=" + type.replace("+", "%2B"));
          assertThat(digests(answer)).containsExactly(sorted(images.toArray(TestImage[]::new)));
          assertThat(answer.header("OCI-Filters-Applied")).isEqualTo("artifactType");
        });
    Answer all = server.get(path("refer/filter", subject) + "?artifactType=");
    assertThat(digests(all)).containsExactly(sorted(signature, sbom, untyped));
    assertThat(all.find("OCI-Filters-Applied")).as("nothing to filter by").isEmpty();
  }

  @Test
  @Tag("box-9.5")
  void aDeletedReferrerIsGoneAndADeletedSubjectNeedNotBe() {
    TestImage subject = TestImage.of("deleted later");
    server.push("refer/deleted", "v1", subject);
    TestImage one = TestManifest.image("one").about(subject.digest()).made();
    TestImage two = TestManifest.image("two").about(subject.digest()).made();
    List.of(one, two).forEach(image -> pushByDigest("refer/deleted", image));

    assertThat(server.delete("/v2/refer/deleted/manifests/" + one.digest()).status())
        .isEqualTo(202);
    assertThat(digests(server.get(path("refer/deleted", subject.digest()))))
        .containsExactly(sorted(two));

    assertThat(server.delete("/v2/refer/deleted/manifests/" + subject.digest()).status())
        .isEqualTo(202);
    assertThat(digests(server.get(path("refer/deleted", subject.digest()))))
        .containsExactly(sorted(two));

    pushByDigest("refer/deleted", one);
    assertThat(digests(server.get(path("refer/deleted", subject.digest()))))
        .containsExactly(sorted(one, two));
  }

  @Test
  @Tag("box-9.5")
  void aDeletedListUnderATagListsNothing() {
    TestImage attached = TestManifest.image("listed").made();
    Digest subject = Digest.sha256(new byte[] {7});
    pushByDigest("refer/unlisted", attached);
    String tag = subject.toString().replace(':', '-');
    server.push("refer/unlisted", tag, TestManifest.index(attached).made());
    assertThat(digests(server.get(path("refer/unlisted", subject)))).hasSize(1);
    assertThat(server.delete("/v2/refer/unlisted/manifests/" + tag).status()).isEqualTo(202);
    assertThat(digests(server.get(path("refer/unlisted", subject)))).isEmpty();
  }

  @Test
  @Tag("box-9.6")
  void whatAClientListedUnderATagIsListed() {
    TestImage subject = TestImage.of("old");
    server.push("refer/fallback", "v1", subject);
    TestImage attached = TestManifest.image("no subject of its own").artifactType(SBOM).made();
    TestImage both = TestManifest.image("in both").about(subject.digest()).made();
    List.of(attached, both).forEach(image -> pushByDigest("refer/fallback", image));
    TestImage list = TestManifest.index(attached, both).made();
    String tag = subject.digest().toString().replace(':', '-');
    assertThat(server.push("refer/fallback", tag, list).status()).isEqualTo(201);

    Answer answer = server.get(path("refer/fallback", subject.digest()));
    assertThat(digests(answer)).containsExactly(sorted(attached, both));
    assertThat(manifests(answer))
        .anySatisfy(it -> assertThat(it.path("artifactType").asString()).isEqualTo(SBOM));
  }

  @Test
  @Tag("box-9.6")
  void theTagOfALongDigestIsCut() {
    Digest subject = Digest.of(Algorithm.SHA512, new byte[] {6});
    TestImage attached = TestManifest.image("attached to sha512").made();
    pushByDigest("refer/cut", attached);
    String tag = "sha512-" + subject.hex().substring(0, 64);
    server.push("refer/cut", tag, TestManifest.index(attached).made());
    assertThat(digests(server.get(path("refer/cut", subject)))).containsExactly(sorted(attached));
  }

  @Test
  @Tag("box-9.6")
  @Tag("box-14.3")
  void aClientMayWriteItsListAnew() {
    TestImage subject = TestImage.of("listed twice");
    server.push("refer/again", "v1", subject);
    String tag = subject.digest().toString().replace(':', '-');
    TestImage one = TestManifest.image("first").made();
    TestImage two = TestManifest.image("second").made();
    List.of(one, two).forEach(image -> pushByDigest("refer/again", image));
    assertThat(server.push("refer/again", tag, TestManifest.index(one).made()).status())
        .isEqualTo(201);
    assertThat(server.push("refer/again", tag, TestManifest.index(one, two).made()).status())
        .isEqualTo(201);
    assertThat(digests(server.get(path("refer/again", subject.digest()))))
        .containsExactly(sorted(one, two));
  }
}
