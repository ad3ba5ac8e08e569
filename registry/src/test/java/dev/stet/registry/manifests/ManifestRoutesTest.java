package dev.stet.registry.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.oci.MediaTypes;
import dev.stet.registry.Images;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import dev.stet.registry.tags.ClaimOutcome;
import dev.stet.registry.tags.TagRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestRoutesTest {
  private static final String SHOP = "shop/api";
  private static final String OLD = "3035eca0123456789abcdef0123456789abcdef0";
  private static final String NEW = "77d0b1c0123456789abcdef0123456789abcdef0";
  private static final byte[] LAYER = Images.bytes("a layer");

  private final Path folder;
  private TestRegistry registry;

  ManifestRoutesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.open(folder);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private static byte[] bare(String name, String... annotations) {
    return Images.index(
        List.of(),
        annotations.length == 0
            ? Map.of("name", name)
            : Map.of("name", name, annotations[0], annotations[1]));
  }

  private TestAnswer pull(String repository, Object reference) {
    return registry.get("/v2/" + repository + "/manifests/" + reference);
  }

  private TestAnswer keep(String target, byte[] manifest) {
    return registry
        .request("PUT", "/v2/" + SHOP + "/manifests/" + target)
        .with("Stet-If-Taken", "keep")
        .body(manifest)
        .send();
  }

  @Test
  void anUnknownWishForATakenTagIsNoSilentRefusal() {
    TestAnswer answer =
        registry
            .request("PUT", "/v2/" + SHOP + "/manifests/v1")
            .with("Stet-If-Taken", "kept")
            .body(bare("one"))
            .send();
    assertThat(answer.failure()).isEqualTo("400 UNSUPPORTED");
    assertThat(answer.message()).contains("Stet-If-Taken").contains("keep or refuse");
    assertThat(pull(SHOP, "v1").status()).isEqualTo(404);
  }

  @Test
  void aManifestIsReadAsItWasPushed() {
    byte[] config = Images.config(Map.of());
    byte[] pretty =
        Images.bytes(
            "\n" + new String(Images.image(config, List.of(LAYER), Map.of()), UTF_8) + "  ");
    Digest digest = Digest.sha256(pretty);
    assertThat(registry.blob(SHOP, config)).isNotNull();
    assertThat(registry.blob(SHOP, LAYER)).isNotNull();
    TestAnswer pushed =
        registry
            .request("PUT", "/v2/shop/api/manifests/1.0")
            .with("Content-Type", MediaTypes.OCI_IMAGE + "; charset=utf-8")
            .body(pretty)
            .send();
    assertThat(pushed.status()).as(pushed.text()).isEqualTo(201);
    assertThat(pushed.header("Location")).isEqualTo("/v2/shop/api/manifests/" + digest);
    assertThat(pushed.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(pushed.headers("Warning")).isEmpty();
    assertThat(registry.outcomes()).containsExactly(new ClaimOutcome.Claimed(1));

    for (Object reference : List.of("1.0", digest, "1.0", digest)) {
      for (String method : List.of("GET", "HEAD")) {
        TestAnswer answer =
            registry
                .request(method, "/v2/shop/api/manifests/" + reference)
                .with("Accept", "text/html")
                .send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bytes()).isEqualTo(pretty);
        assertThat(answer.header("Content-Type")).isEqualTo(MediaTypes.OCI_IMAGE);
        assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
        assertThat(answer.header("ETag")).isEqualTo("\"" + digest + "\"");
      }
    }
    assertThat(pull(SHOP, "1.0").fromMemory()).isTrue();
  }

  @Test
  void aManifestCanBeKnownAlready() {
    Digest digest = registry.image(SHOP, "1.0", bare("a"));
    for (int i = 0; i < 2; i++) {
      TestAnswer answer =
          registry
              .request("GET", "/v2/shop/api/manifests/1.0")
              .with("If-None-Match", "\"other\", \"" + digest + "\"")
              .send();
      assertThat(answer.status()).isEqualTo(304);
      assertThat(answer.bytes()).isEmpty();
      assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
      TestAnswer other =
          registry
              .request("GET", "/v2/shop/api/manifests/1.0")
              .with("If-None-Match", "\"other\"")
              .send();
      assertThat(other.status()).isEqualTo(200);
    }
  }

  @Test
  void whatIsNotThereIs404() {
    assertThat(pull("shop/none", "1.0").failure()).isEqualTo("404 NAME_UNKNOWN");
    Digest digest = registry.image(SHOP, "1.0", bare("a"));
    assertThat(pull(SHOP, "1.1").failure()).isEqualTo("404 MANIFEST_UNKNOWN");
    assertThat(pull(SHOP, "1.1").message()).contains("stet tags shop/api");
    assertThat(pull(SHOP, Digest.sha256(LAYER)).failure()).isEqualTo("404 MANIFEST_UNKNOWN");
    assertThat(pull(SHOP, ".INVALID_MANIFEST_NAME").failure()).isEqualTo("404 MANIFEST_UNKNOWN");
    assertThat(pull(SHOP, "%00%0a").failure()).isEqualTo("404 MANIFEST_UNKNOWN");
    assertThat(pull(SHOP, "sha256:bad").failure()).isEqualTo("400 DIGEST_INVALID");
    assertThat(pull("shop/none", digest).failure()).isEqualTo("404 NAME_UNKNOWN");

    registry.image(SHOP, "1.1", bare("b"));
    assertThat(pull(SHOP, "1.1").status()).as("a 404 is never remembered").isEqualTo(200);
  }

  @Test
  void aManifestIsSeenOnlyThroughItsRepository() {
    Digest digest = registry.image(SHOP, "1.0", bare("a"));
    assertThat(registry.blob("shop/web", LAYER)).isNotNull();
    assertThat(pull("shop/web", digest).failure()).isEqualTo("404 MANIFEST_UNKNOWN");
    assertThat(pull("shop/web", "1.0").failure()).isEqualTo("404 MANIFEST_UNKNOWN");
  }

  @Test
  void repositoriesMayBeCalledLikeTheEndpoints() {
    for (String repository :
        List.of("a/manifests/b", "a/blobs/b", "manifests", "a/tags/list", "blobs/uploads")) {
      Digest digest = registry.image(repository, "manifests", bare(repository));
      assertThat(pull(repository, "manifests").header("Docker-Content-Digest"))
          .isEqualTo(digest.toString());
      assertThat(registry.get("/v2/" + repository + "/tags/list").json().path("name").stringValue())
          .isEqualTo(repository);
    }
  }

  @Test
  void aPushByDigestMustHashToIt() {
    byte[] manifest = bare("a");
    for (Algorithm algorithm : Algorithm.values()) {
      Digest digest = Digest.of(algorithm, manifest);
      TestAnswer pushed = registry.put(SHOP, digest, manifest);
      assertThat(pushed.status()).isEqualTo(201);
      assertThat(pushed.header("Docker-Content-Digest")).isEqualTo(digest.toString());
      assertThat(pull(SHOP, digest).bytes()).isEqualTo(manifest);
      assertThat(pull(SHOP, digest).header("Docker-Content-Digest")).isEqualTo(digest.toString());
      byte[] longer = Arrays.copyOf(manifest, manifest.length + 1);
      longer[manifest.length] = ' ';
      assertThat(registry.put(SHOP, digest, longer).failure()).isEqualTo("400 DIGEST_INVALID");
    }
    assertThat(registry.put(SHOP, "sha256:baddigeststring", manifest).failure())
        .isEqualTo("400 DIGEST_INVALID");
    assertThat(registry.put(SHOP, ".bad", manifest).failure()).isEqualTo("400 MANIFEST_INVALID");
  }

  @Test
  void whatIsNoManifestIsRefused() {
    assertThat(registry.put(SHOP, "1.0", Images.bytes("{}")).failure())
        .isEqualTo("400 MANIFEST_INVALID");
    TestAnswer disagreeing =
        registry
            .request("PUT", "/v2/shop/api/manifests/1.0")
            .with("Content-Type", MediaTypes.OCI_IMAGE)
            .body(bare("a"))
            .send();
    assertThat(disagreeing.failure()).isEqualTo("400 MANIFEST_INVALID");
    assertThat(pull(SHOP, "1.0").failure()).isEqualTo("404 NAME_UNKNOWN");
  }

  @Test
  void aManifestMayHave8MiBAndNoMore() {
    byte[] overhead = bare("");
    byte[] largest = bare("x".repeat(8 * 1024 * 1024 - overhead.length));
    byte[] larger = bare("x".repeat(8 * 1024 * 1024 - overhead.length + 1));
    assertThat(registry.put(SHOP, "1.0", largest).status()).isEqualTo(201);
    assertThat(registry.put(SHOP, "1.1", larger).failure()).isEqualTo("413 MANIFEST_INVALID");
    TestAnswer streamed =
        registry.request("PUT", "/v2/shop/api/manifests/1.1").stream(
                new ByteArrayInputStream(larger))
            .send();
    assertThat(streamed.failure()).isEqualTo("413 MANIFEST_INVALID");
  }

  @Test
  void allThatIsMissingIsNamedInOneError() {
    byte[] config = Images.config(Map.of());
    byte[] image = Images.image(config, List.of(LAYER), Map.of());
    TestAnswer refused = registry.put(SHOP, "1.0", image);
    assertThat(refused.failure()).isEqualTo("400 MANIFEST_BLOB_UNKNOWN");
    assertThat(refused.message())
        .contains(Digest.sha256(config).toString())
        .contains(Digest.sha256(LAYER).toString());
    assertThat(refused.error().path("detail").path("missing").size()).isEqualTo(2);

    assertThat(registry.blob("shop/web", config)).isNotNull();
    assertThat(registry.blob(SHOP, LAYER)).isNotNull();
    TestAnswer elsewhere = registry.put(SHOP, "1.0", image);
    assertThat(elsewhere.message())
        .as("another repository's blob does not count")
        .contains(Digest.sha256(config).toString())
        .doesNotContain(Digest.sha256(LAYER).toString());
    registry.image(SHOP, "1.0", image, config);
  }

  @Test
  void aSubjectNeedNotBeThere() {
    String subject = Digest.sha256(LAYER).toString();
    byte[] about =
        Images.bytes(
            "{\"schemaVersion\":2,\"mediaType\":\""
                + MediaTypes.OCI_INDEX
                + "\",\"manifests\":[],\"subject\":{\"mediaType\":\"x/y\",\"size\":1,\"digest\":\""
                + subject
                + "\"}}");
    TestAnswer pushed = registry.put(SHOP, Digest.sha256(about), about);
    assertThat(pushed.status()).isEqualTo(201);
    assertThat(pushed.header("OCI-Subject")).isEqualTo(subject);
  }

  @Test
  void aTagStands() {
    byte[] first = bare("a", Images.REVISION, OLD);
    byte[] other = bare("b", Images.REVISION, NEW);
    Digest digest = registry.image(SHOP, "1.0", first);
    registry.image(SHOP, "1.0", first);
    TestAnswer refused = registry.put(SHOP, "1.0", other);
    assertThat(refused.failure()).isEqualTo("409 DENIED");
    assertThat(refused.message())
        .contains("tag \"1.0\" already exists in repository \"shop/api\" (" + digest.abbreviated())
        .contains("cannot be overwritten because the repository is immutable")
        .endsWith("push a new tag, e.g. main-77d0b1c (stet tag)");
    assertThat(refused.error().path("detail").path("reason").stringValue()).isEqualTo("TAG_TAKEN");
    assertThat(pull(SHOP, "1.0").bytes()).isEqualTo(first);
    assertThat(pull(SHOP, Digest.sha256(other)).failure()).isEqualTo("404 MANIFEST_UNKNOWN");
    assertThat(registry.count("SELECT COUNT(*) FROM history")).isEqualTo(1);
  }

  @Test
  void aPushByDigestCanBringItsTags() {
    byte[] manifest = bare("a");
    String digest = Digest.sha256(manifest).toString();
    TestAnswer pushed = registry.put(SHOP, digest + "?tag=1.0&tag=1.0.0&tag=1.0", manifest);
    assertThat(pushed.status()).isEqualTo(201);
    assertThat(pushed.headers("OCI-Tag")).containsExactly("1.0", "1.0.0");
    assertThat(pull(SHOP, "1.0.0").bytes()).isEqualTo(manifest);

    byte[] other = bare("b");
    TestAnswer refused =
        registry.put(SHOP, Digest.sha256(other) + "?tag=2.0&tag=1.0&tag=3.0", other);
    assertThat(refused.failure()).isEqualTo("409 DENIED");
    assertThat(refused.headers("OCI-Tag")).isEmpty();
    for (Object reference : List.of("2.0", "3.0", Digest.sha256(other))) {
      assertThat(pull(SHOP, reference).failure()).isEqualTo("404 MANIFEST_UNKNOWN");
    }
    assertThat(registry.put(SHOP, digest + "?tag=.bad", manifest).failure())
        .isEqualTo("400 MANIFEST_INVALID");
  }

  @Test
  void theTagsInTheQueryBelongToAPushByDigest() {
    TestAnswer pushed = registry.put(SHOP, "1.0?tag=2.0", bare("a"));
    assertThat(pushed.status()).isEqualTo(201);
    assertThat(pushed.headers("OCI-Tag")).as("only what was given is named").isEmpty();
    assertThat(pull(SHOP, "2.0").status()).isEqualTo(404);
  }

  @Test
  void aRollingNameIsRefusedWithAdvice() {
    TestAnswer refused = registry.put(SHOP, "latest", bare("a", Images.REVISION, NEW));
    assertThat(refused.failure()).isEqualTo("409 DENIED");
    assertThat(refused.error().path("detail").path("reason").stringValue())
        .isEqualTo("ROLLING_NAME");
    assertThat(refused.message())
        .endsWith(
            "push a new tag, e.g. main-77d0b1c (stet tag); to have latest as a pointer to a tag: stet channel create shop/api latest");
    assertThat(pull(SHOP, "latest").failure()).isEqualTo("404 NAME_UNKNOWN");
    assertThat(registry.count("SELECT SUM(count) FROM refused_push")).isEqualTo(1);
  }

  @Test
  void whatComesFromTheSameCommitCanBeKept() {
    byte[] first = bare("a", Images.REVISION, OLD);
    byte[] rebuilt = bare("b", Images.REVISION, OLD);
    Digest standing = registry.image(SHOP, "main-3035eca", first);

    TestAnswer kept = keep("main-3035eca", rebuilt);
    assertThat(kept.status()).isEqualTo(201);
    assertThat(kept.header("Docker-Content-Digest")).isEqualTo(standing.toString());
    assertThat(kept.header("Location")).isEqualTo("/v2/shop/api/manifests/" + standing);
    assertThat(kept.header("Warning"))
        .isEqualTo(
            "299 - \"tag main-3035eca is kept as "
                + standing
                + ": it comes from the same commit; the pushed "
                + Digest.sha256(rebuilt)
                + " was not stored\"");
    assertThat(pull(SHOP, Digest.sha256(rebuilt)).status()).isEqualTo(404);
    assertThat(registry.count("SELECT COUNT(*) FROM history")).isEqualTo(1);

    assertThat(keep("main-3035eca", bare("c", Images.REVISION, NEW)).failure())
        .isEqualTo("409 DENIED");
    assertThat(keep("main-3035eca", bare("c")).failure()).isEqualTo("409 DENIED");
    assertThat(keep(Digest.sha256(rebuilt) + "?tag=main-3035eca", rebuilt).failure())
        .as("a push by digest means that digest")
        .isEqualTo("409 DENIED");
    assertThat(registry.put(SHOP, "main-3035eca", rebuilt).message())
        .contains("there is nothing to do");
  }

  @Test
  void theRevisionIsReadFromLabels() {
    byte[] config =
        Images.config(Map.of(Images.REVISION, " " + OLD.toUpperCase(Locale.ROOT) + " "));
    byte[] image = Images.image(config, List.of(), Map.of());
    registry.image(SHOP, "main-3035eca", image, config);
    assertThat(revision(image)).isEqualTo(OLD + " LABEL");

    TestAnswer odd = registry.put(SHOP, "main-77d0b1c", image);
    assertThat(odd.status()).as("a label may be inherited").isEqualTo(201);
    assertThat(odd.header("Warning"))
        .isEqualTo(
            "299 - \"tag main-77d0b1c names another commit than a label of the image: 3035eca\"");
  }

  @Test
  void strictRulesRefuseAMereLabelToo() throws IOException {
    registry.close();
    registry = TestRegistry.open(folder, new TagRules(Set.of(), true));
    byte[] config = Images.config(Map.of(Images.REVISION, OLD));
    assertThat(registry.blob(SHOP, config)).isNotNull();
    TestAnswer refused =
        registry.put(SHOP, "main-77d0b1c", Images.image(config, List.of(), Map.of()));
    assertThat(refused.failure()).isEqualTo("409 DENIED");
    assertThat(refused.error().path("detail").path("reason").stringValue()).isEqualTo("TAG_LIES");
  }

  @Test
  void anAnnotationIsSurerThanALabel() {
    byte[] config = Images.config(Map.of(Images.REVISION, OLD));
    byte[] image = Images.image(config, List.of(), Map.of(Images.REVISION, NEW));
    registry.image(SHOP, "main-77d0b1c", image, config);
    assertThat(revision(image)).isEqualTo(NEW + " ANNOTATION");
    TestAnswer lie = registry.put(SHOP, "main-3035eca", image);
    assertThat(lie.error().path("detail").path("reason").stringValue()).isEqualTo("TAG_LIES");
    assertThat(lie.message()).endsWith("push a new tag, e.g. main-77d0b1c (stet tag)");
    assertThat(registry.put(SHOP, "pr-7-3035eca", image).header("Warning"))
        .contains("names another commit than an annotation");
    assertThat(registry.put(SHOP, "build-1234567", image).header("Warning"))
        .contains("names another commit than an annotation");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "main", "v1.2.3", "3035ec", "3035ecg0", "<commit>"})
  void whatIsNoCommitSaysNothing(String revision) {
    byte[] image = bare("a", Images.REVISION, revision);
    registry.image(SHOP, "main-77d0b1c", image);
    assertThat(revision(image)).isEqualTo("none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not JSON", "[]", "{\"config\":5}", "{\"config\":{\"Labels\":[1]}}"})
  void aConfigurationNeedNotBeOne(String config) {
    byte[] image = Images.image(Images.bytes(config), List.of(), Map.of());
    registry.image(SHOP, "main-77d0b1c", image, Images.bytes(config));
    assertThat(revision(image)).isEqualTo("none");
  }

  @Test
  void anIndexSaysWhatItsChildrenSay() {
    byte[] annotated = bare("a", Images.REVISION, OLD);
    byte[] config = Images.config(Map.of(Images.REVISION, OLD));
    byte[] labelled = Images.image(config, List.of(), Map.of());
    byte[] silent = bare("attestation");
    byte[] other = bare("b", Images.REVISION, NEW);
    registry.image(SHOP, Digest.sha256(annotated), annotated);
    registry.image(SHOP, Digest.sha256(labelled), labelled, config);
    registry.image(SHOP, Digest.sha256(silent), silent);
    registry.image(SHOP, Digest.sha256(other), other);

    assertThat(revisionOfIndex(annotated)).isEqualTo(OLD + " ANNOTATION");
    assertThat(revisionOfIndex(annotated, labelled)).isEqualTo(OLD + " LABEL");
    assertThat(revisionOfIndex(annotated, silent)).isEqualTo(OLD + " ANNOTATION");
    assertThat(revisionOfIndex(annotated, other)).isEqualTo("none");
    assertThat(revisionOfIndex(silent)).isEqualTo("none");
    assertThat(revisionOfIndex()).isEqualTo("none");
    byte[] own = Images.index(List.of(annotated), Map.of(Images.REVISION, NEW));
    registry.image(SHOP, Digest.sha256(own), own);
    assertThat(revision(own)).isEqualTo(NEW + " ANNOTATION");
  }

  private String revisionOfIndex(byte[]... children) {
    byte[] index = Images.index(List.of(children), Map.of());
    registry.image(SHOP, Digest.sha256(index), index);
    return revision(index);
  }

  private String revision(byte[] manifest) {
    return registry
        .database()
        .read(
            handle ->
                handle
                    .createQuery(
                        "SELECT COALESCE(revision || ' ' || revision_from, 'none')"
                            + " FROM repository_manifest WHERE digest = ?")
                    .bind(0, Digest.sha256(manifest).toString())
                    .mapTo(String.class)
                    .one());
  }

  @Test
  void aDamagedManifestIsNotServedAndAPushHealsIt() {
    byte[] manifest = bare("a");
    registry.image(SHOP, "1.0", manifest);
    registry.damage("UPDATE manifest SET bytes = ?", Images.bytes("flipped"));
    assertThat(pull(SHOP, "1.0").failure()).isEqualTo("404 MANIFEST_UNKNOWN");
    registry.image(SHOP, "1.0", manifest);
    assertThat(pull(SHOP, "1.0").bytes()).isEqualTo(manifest);
  }

  @Test
  void aDamagedRecordOfATagIsNotGoneBy() {
    registry.image(SHOP, "1.0", bare("a"));
    Digest other = registry.image(SHOP, "2.0", bare("b"));
    registry.damage("UPDATE name SET digest = ? WHERE name = '1.0'", other.toString());
    for (TestAnswer answer : List.of(pull(SHOP, "1.0"), registry.put(SHOP, "1.0", bare("a")))) {
      assertThat(answer.failure()).isEqualTo("503 TOOMANYREQUESTS");
      assertThat(answer.error().path("detail").path("reason").stringValue()).isEqualTo("STORAGE");
      assertThat(answer.header("Retry-After")).isNotEmpty();
    }
    assertThat(pull(SHOP, "2.0").status()).isEqualTo(200);
  }

  @Test
  void whenTheDatabaseIsClosedTheAnswerIs503() {
    byte[] manifest = bare("a");
    registry.image(SHOP, "1.0", manifest);
    assertThat(pull(SHOP, "1.0").status()).isEqualTo(200);
    registry.close();
    assertThat(pull(SHOP, "1.0").status()).as("from memory").isEqualTo(200);
    assertThat(pull(SHOP, "2.0").failure()).isEqualTo("503 TOOMANYREQUESTS");
    assertThat(registry.put(SHOP, "1.0", manifest).failure()).isEqualTo("503 TOOMANYREQUESTS");
  }
}
