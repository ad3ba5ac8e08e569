package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Wiretap;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every client must meet when it talks to Stet: its own push and pull, and the refusal. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientContract {
  private static final String TAG = "main-3035eca";

  private final Path folder;
  private final AtomicInteger serial = new AtomicInteger();
  private @AutoClose StetProcess stet;
  private @AutoClose Wiretap tap;
  private @AutoClose RegistryClient registry;

  /** A client that may keep things in a folder. */
  protected ClientContract(Path folder) {
    this.folder = folder;
  }

  /** Pushes an image. */
  protected abstract Ended push(TestImage image, String reference)
      throws IOException, InterruptedException;

  /** Pulls an image that the client does not have; what is in its one file. */
  protected abstract byte[] pull(String reference) throws IOException, InterruptedException;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    stet = StetProcess.start(folder.resolve("data"));
    tap = Wiretap.on(stet);
    registry = stet.client();
  }

  /** A path in the test's folder where nothing is yet. */
  protected Path fresh() {
    return folder.resolve("fresh-" + serial.incrementAndGet());
  }

  /** The name under which every test pushes to a repository. */
  protected String reference(String repository) {
    return tap.address() + "/" + repository + ":" + TAG;
  }

  /** What the tag names; its bytes are right. */
  private Digest standing(String repository) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = registry.manifest(repository, TAG);
    assertThat(answer.statusCode()).isEqualTo(200);
    Digest digest = Digest.sha256(answer.body());
    assertThat(answer.headers().firstValue("Docker-Content-Digest")).hasValue(digest.toString());
    return digest;
  }

  @Test
  void pulledBytesAreThePushedOnes() throws IOException, InterruptedException {
    TestImage image = TestImage.unique();
    push(image, reference("shop/pulled")).successfully();
    Digest digest = standing("shop/pulled");

    assertThat(pull(reference("shop/pulled"))).isEqualTo(image.content());
    assertThat(pull(tap.address() + "/shop/pulled@" + digest)).isEqualTo(image.content());
  }

  @Test
  void theSameImageMayBePushedAgain() throws IOException, InterruptedException {
    TestImage image = TestImage.unique();
    push(image, reference("shop/again")).successfully();
    Digest first = standing("shop/again");

    push(image, reference("shop/again")).successfully();
    assertThat(standing("shop/again")).isEqualTo(first);
  }

  @Test
  void anotherImageIsRefusedOnceAndTheClientSaysWhy() throws IOException, InterruptedException {
    TestImage image = TestImage.unique();
    push(image, reference("shop/taken")).successfully();
    Digest holder = standing("shop/taken");

    tap.forget();
    Ended refused = push(TestImage.unique(), reference("shop/taken"));

    assertThat(refused.code()).as(refused.output()).isNotZero();
    assertThat(refused.output().replace("\\", "")) // skopeo quotes what it was told
        .contains("tag \"" + TAG + "\" already exists in repository \"shop/taken\"")
        .contains(holder.abbreviated())
        .contains("cannot be overwritten because the repository is immutable")
        .contains("push a new tag");
    assertThat(tap.requests())
        .filteredOn(request -> request.startsWith("PUT ") && request.contains("/manifests/"))
        .containsExactly("PUT /v2/shop/taken/manifests/" + TAG);
    assertThat(standing("shop/taken")).isEqualTo(holder);
    assertThat(pull(reference("shop/taken"))).isEqualTo(image.content());
  }
}
