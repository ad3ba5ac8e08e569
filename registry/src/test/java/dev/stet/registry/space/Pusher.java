package dev.stet.registry.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that pushes as clients do: it asks for each blob, pushes those that are not there, then
 * the manifests, and begins again when it is told that something is missing.
 */
final class Pusher {
  /** Is told before each request. */
  @FunctionalInterface
  interface Between {
    void request(int number);
  }

  private final TestRegistry registry;
  private final String repository;
  private final Between between;
  private final AtomicInteger requests = new AtomicInteger();
  private int rounds;

  Pusher(TestRegistry registry, String repository, Between between) {
    this.registry = registry;
    this.repository = repository;
    this.between = between;
  }

  /** How many requests were sent. */
  int requests() {
    return requests.get();
  }

  /** How often it had to begin again. */
  int repeats() {
    return rounds - 1;
  }

  /**
   * Pushes an image until it is acknowledged.
   *
   * @param blobs what the manifests need
   * @param manifests in the order in which they are pushed, with their references
   */
  void push(List<byte[]> blobs, Map<String, byte[]> manifests) {
    List<TestAnswer> refused = new ArrayList<>();
    do {
      rounds++;
      assertThat(rounds).as("rounds; refused last: %s", refused).isLessThan(100);
      refused.clear();
      blobs.forEach(this::pushBlob);
      for (Map.Entry<String, byte[]> manifest : manifests.entrySet()) {
        TestAnswer answer = put(manifest.getKey(), manifest.getValue());
        if (answer.status() != 201) {
          assertThat(answer.failure()).isEqualTo("400 MANIFEST_BLOB_UNKNOWN");
          refused.add(answer);
          break;
        }
      }
    } while (!refused.isEmpty());
  }

  private TestAnswer put(String reference, byte[] manifest) {
    between.request(requests.getAndIncrement());
    return registry.put(repository, reference, manifest);
  }

  private void pushBlob(byte[] content) {
    Digest digest = Digest.sha256(content);
    if (send("HEAD", "/v2/" + repository + "/blobs/" + digest, new byte[0]).status() == 200) {
      return;
    }
    TestAnswer begun = send("POST", "/v2/" + repository + "/blobs/uploads/", new byte[0]);
    String upload = begun.header("Location");
    assertThat(send("PATCH", upload, content).status()).isEqualTo(202);
    TestAnswer done = send("PUT", upload + "?digest=" + digest, new byte[0]);
    assertThat(done.status()).as(done.text()).isEqualTo(201);
  }

  private TestAnswer send(String method, String target, byte[] body) {
    between.request(requests.getAndIncrement());
    return registry.request(method, target).body(body).send();
  }
}
