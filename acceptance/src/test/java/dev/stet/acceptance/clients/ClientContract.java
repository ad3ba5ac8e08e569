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

/**
 * What every client must meet when it talks to Stet: its own push and pull, and the refusal.
 *
 * <p>What only some can do is a contract that their tests implement besides: {@link IndexContract},
 * {@link ListContract}, {@link DeleteContract}, {@link ReferrersContract}, {@link MountContract},
 * {@link RollingNameContract}. {@link ClientsPageTest} holds the page of clients to it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientContract implements Client {
  private final Path folder;
  private final AtomicInteger serial = new AtomicInteger();
  private @AutoClose StetProcess stet;
  private @AutoClose Wiretap tap;
  private @AutoClose RegistryClient registry;

  /** A client that may keep things in a folder. */
  protected ClientContract(Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  void start() throws IOException, InterruptedException {
    stet = StetProcess.start(folder.resolve("data"));
    tap = Wiretap.on(stet);
    registry = stet.client();
  }

  @Override
  public Wiretap tap() {
    return tap;
  }

  @Override
  public RegistryClient registry() {
    return registry;
  }

  @Override
  public Path fresh() {
    return folder.resolve("fresh-" + serial.incrementAndGet());
  }

  @Override
  public Digest standing(String repository) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = registry.manifest(repository, tag());
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
    assertThat(pull(repository("shop/pulled") + "@" + digest)).isEqualTo(image.content());
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

    assertThat(tap.requests())
        .filteredOn(request -> request.startsWith("PUT ") && request.contains("/manifests/"))
        .filteredOn(request -> !request.contains("/manifests/sha256:")) // some push both ways
        .containsExactly("PUT /v2/shop/taken/manifests/" + tag());
    assertThat(standing("shop/taken")).isEqualTo(holder);
    assertThat(pull(reference("shop/taken"))).isEqualTo(image.content());
    Refusal.of(refused)
        .kept(this, "taken")
        .says("tag \"" + tag() + "\" already exists in repository \"shop/taken\"")
        .says(holder.abbreviated())
        .says("cannot be overwritten because the repository is immutable")
        .says("push a new tag");
  }
}
