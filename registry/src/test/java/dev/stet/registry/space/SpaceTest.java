package dev.stet.registry.space;

import static dev.stet.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.Images;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import dev.stet.registry.TestWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A registry whose room is looked after, and words to speak of it. */
abstract class SpaceTest {
  static final String REPOSITORY = "shop/api";
  static final Duration DAY = Duration.ofDays(1);

  /** Longer than any time of grace. */
  static final Duration LONG = Duration.ofDays(15);

  TestWorld world = new TestWorld();

  @SuppressWarnings("NullAway.Init")
  TestRegistry registry;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.open(folder, world);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  /** Opens the registry anew, in a world of the test's own. */
  void reopen(TestWorld other) {
    registry.close();
    world = other;
    try {
      registry = TestRegistry.open(folder, world);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes that lie in a file of their own. */
  static byte[] large(String seed) {
    byte[] content = new byte[40_000];
    new Random(seed.hashCode()).nextBytes(content);
    return content;
  }

  /** An image with a small configuration and a large layer of its own. */
  static byte[] image(String seed) {
    return Images.image(config(seed), List.of(large(seed)), Map.of());
  }

  static byte[] config(String seed) {
    return Images.config(Map.of("seed", seed));
  }

  static byte[] referrer(String seed, Digest subject) {
    return Images.referrer(config(seed), List.of(large(seed)), subject);
  }

  /** Pushes the image of {@link #image} with all it needs. */
  Digest push(String reference, String seed) {
    return push(REPOSITORY, reference, seed);
  }

  Digest push(String repository, String reference, String seed) {
    return registry.image(repository, reference, image(seed), config(seed), large(seed));
  }

  /** Pushes it by its digest alone. */
  Digest pushUntagged(String seed) {
    return push(digest(image(seed)).toString(), seed);
  }

  Digest pushReferrer(String seed, Digest subject) {
    byte[] manifest = referrer(seed, subject);
    return registry.image(REPOSITORY, digest(manifest), manifest, config(seed), large(seed));
  }

  /** Pushes an index of manifests that are there. */
  Digest pushIndex(String reference, byte[]... children) {
    byte[] index = index(children);
    return registry.image(REPOSITORY, reference.isEmpty() ? digest(index) : reference, index);
  }

  static byte[] index(byte[]... children) {
    return Images.index(List.of(children), Map.of());
  }

  static Digest digest(byte[] content) {
    return Digest.sha256(content);
  }

  void delete(String target) {
    assertThat(registry.request("DELETE", target).send().status()).as(target).isEqualTo(202);
  }

  void deleteTag(String tag) {
    delete("/v2/" + REPOSITORY + "/manifests/" + tag);
  }

  TestAnswer post(String path, String json) {
    return registry
        .request("POST", "/api/v1" + path)
        .with("Content-Type", "application/json")
        .body(bytes(json))
        .send();
  }

  private JsonNode done(String path, String json) {
    TestAnswer answer = post(path, json);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  /** Collects, and purges what was hidden for long enough. */
  JsonNode collect() {
    return done("/collections", "{\"dryRun\":false}");
  }

  JsonNode rehearse() {
    return done("/collections", "{\"dryRun\":true}");
  }

  /** Removes all that is hidden. */
  JsonNode purge() {
    return done("/collected/purges", "{}");
  }

  TestAnswer restore(String repository, Digest digest) {
    return post(
        "/collected/restorations",
        "{\"repository\":\"%s\",\"digest\":\"%s\"}".formatted(repository, digest));
  }

  boolean isShown(Digest manifest) {
    return isShown(REPOSITORY, manifest);
  }

  boolean isShown(String repository, Object manifest) {
    return registry.get("/v2/" + repository + "/manifests/" + manifest).status() == 200;
  }

  boolean isBlobShown(String repository, byte[] content) {
    return registry.head("/v2/" + repository + "/blobs/" + digest(content)).status() == 200;
  }

  /** Whether the image of a seed can be pulled with all that it needs, by a reference to it. */
  void assertWhole(String reference, String seed) {
    assertThat(registry.get("/v2/" + REPOSITORY + "/manifests/" + reference).bytes())
        .as("%s under %s", seed, reference)
        .isEqualTo(image(seed));
    for (byte[] blob : List.of(config(seed), large(seed))) {
      assertThat(registry.get("/v2/" + REPOSITORY + "/blobs/" + digest(blob)).bytes())
          .as("a blob of %s", seed)
          .isEqualTo(blob);
    }
  }

  /** The digests of the files in the blob store. */
  List<String> files() {
    try (Stream<Path> files = Files.walk(folder.resolve("content").resolve("blobs"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> "sha256:" + file.getFileName())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long rows(String table) {
    return registry.count("SELECT COUNT(*) FROM " + table);
  }
}
