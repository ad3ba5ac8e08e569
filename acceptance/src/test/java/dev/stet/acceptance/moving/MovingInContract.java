package dev.stet.acceptance.moving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Checkout;
import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.ImageLayout;
import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.Wiretap;
import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What must come over from every registry, and what must not be done twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MovingInContract {
  private static final String COMMIT = "3035ecab5e0c9d8f0a4a1d2c3b4a5968778695a4";

  private final Path folder;
  private @AutoClose StetProcess stet;
  private @AutoClose Wiretap tap;
  private @AutoClose RegistryClient registry;

  /** A contract whose test may keep things in a folder. */
  protected MovingInContract(Path folder) {
    this.folder = folder;
  }

  /** Where the old registry listens. */
  protected abstract String old();

  /** The command, signed in to the old registry. */
  protected Command stet() {
    return Checkout.stet().where("HOME", folder.toString()).where("XDG_STATE_HOME", "");
  }

  /** The secret that a change of Stet needs. */
  protected String token() throws IOException {
    return Files.readString(folder.resolve("stet").resolve("token"));
  }

  @BeforeAll
  void start() throws IOException, InterruptedException {
    stet = StetProcess.start(folder.resolve("stet"));
    tap = Wiretap.on(stet);
    registry = stet.client();
  }

  /** Fills a repository of the old registry. */
  protected void fill(ImageLayout layout, String repository)
      throws IOException, InterruptedException {
    stet().with("copy", "--all", layout.operand(), old() + "/" + repository).run().successfully();
  }

  /** Moves a repository, under the same name. */
  protected Ended move(String repository, Object... more) throws IOException, InterruptedException {
    return moveTo(repository, repository).with(more).run();
  }

  /** Moves a repository, under another name. */
  protected Command moveTo(String repository, String other) {
    return stet().with("copy", "--all", old() + "/" + repository, there(other));
  }

  /** A layout that a test fills. */
  protected ImageLayout layout(String name) throws IOException {
    return new ImageLayout(folder.resolve(name));
  }

  /** A client of Stet. */
  protected RegistryClient registry() {
    return registry;
  }

  /** How a repository of Stet is named. */
  protected String there(String repository) {
    return tap.address() + "/" + repository;
  }

  /** How a tag of Stet is named. */
  protected String there(String repository, String tag) {
    return there(repository) + ":" + tag;
  }

  @Test
  void everythingComesOverByteForByteAndOnce() throws IOException, InterruptedException {
    ImageLayout layout = layout("all");
    byte[] amd64 = layout.image("amd64");
    byte[] arm64 = layout.image("arm64");
    byte[] attestation = layout.artifact("attestation");
    byte[] index = layout.index(amd64, arm64, attestation);
    byte[] signature = layout.about(index, "signature");
    String fallback = "sha256-" + Digest.sha256(index).hex();
    layout
        .name(index, MediaTypes.OCI_INDEX, "1", "1.0", "1.0.0")
        .name(amd64, MediaTypes.OCI_IMAGE, "1.0.0-amd64")
        .name(layout.dockerImage("docker"), MediaTypes.DOCKER_IMAGE, "Docker_2.2")
        .name(layout.imageWithForeignLayer("far"), MediaTypes.DOCKER_IMAGE, "windows")
        .name(layout.artifact("chart"), MediaTypes.OCI_IMAGE, "chart-0.1.0")
        .name(layout.index(signature), MediaTypes.OCI_INDEX, fallback)
        .name(layout.artifact("old signature"), MediaTypes.OCI_IMAGE, fallback + ".sig");
    fill(layout, "shop/all");

    assertThat(move("shop/all", "--dry-run").successfully().output())
        .contains("would be: 9 copied;");
    assertThat(registry.tags("shop/all")).isEmpty();

    assertThat(move("shop/all").successfully().output()).contains("\n9 copied;");
    assertThat(registry.tags("shop/all")).hasSameElementsAs(layout.named().keySet());
    for (Map.Entry<String, byte[]> tag : layout.named().entrySet()) {
      assertThat(registry.manifest("shop/all", tag.getKey()).body()).isEqualTo(tag.getValue());
    }
    for (Map.Entry<Digest, byte[]> content : layout.blobs().entrySet()) {
      boolean manifest =
          new String(content.getValue(), StandardCharsets.UTF_8).contains("schemaVersion");
      assertThat(
              manifest
                  ? registry.manifest("shop/all", content.getKey()).body()
                  : registry.blob("shop/all", content.getKey()).body())
          .isEqualTo(content.getValue());
    }

    tap.forget();
    assertThat(move("shop/all").successfully().output())
        .contains("\n9 already there; 0 blobs copied");
    assertThat(tap.requests()).allMatch(it -> it.startsWith("HEAD ") || it.startsWith("GET "));
  }

  @Test
  void contentIsKeptUnderTheDigestThatItHad() throws IOException, InterruptedException {
    ImageLayout layout = layout("sha512");
    layout.name(layout.image("long", Digest.Algorithm.SHA512), MediaTypes.OCI_IMAGE, "1.0");
    fill(layout, "shop/sha512");

    move("shop/sha512").successfully();
    for (Map.Entry<Digest, byte[]> content : layout.blobs().entrySet()) {
      if (content.getKey().algorithm() == Digest.Algorithm.SHA512) {
        assertThat(registry.blob("shop/sha512", content.getKey()).body())
            .isEqualTo(content.getValue());
      }
    }
  }

  @Test
  void whatIsTakenIsRefusedWithBothDigestsAndTheOthersAreCopied()
      throws IOException, InterruptedException {
    ImageLayout layout = layout("taken");
    byte[] theirs = layout.image("theirs");
    layout
        .name(theirs, MediaTypes.OCI_IMAGE, "1.0")
        .name(layout.image("free"), MediaTypes.OCI_IMAGE, "2.0");
    fill(layout, "shop/taken");
    ImageLayout standing = layout("standing");
    byte[] ours = standing.image("ours");
    standing.name(ours, MediaTypes.OCI_IMAGE, "1.0");
    stet().with("copy", standing.operand(), there("shop/taken", "1.0")).run().successfully();

    Ended foretold = move("shop/taken", "--dry-run");
    Ended refused = move("shop/taken");
    for (Ended ended : List.of(foretold, refused)) {
      assertThat(ended.code()).as(ended.output()).isEqualTo(5);
      assertThat(ended.output())
          .contains(
              "refused\t%s@%s\t%s\tTAG_TAKEN"
                  .formatted(
                      there("shop/taken", "1.0"), Digest.sha256(ours), Digest.sha256(theirs)))
          .contains("1 copied, 1 refused;");
    }
    assertThat(refused.output())
        .contains("cannot be overwritten because the repository is immutable");
    assertThat(registry.manifest("shop/taken", "1.0").body()).isEqualTo(ours);
    assertThat(registry.manifest("shop/taken", "2.0").statusCode()).isEqualTo(200);
  }

  @Test
  void whatStandsForTheSameCommitIsKept() throws IOException, InterruptedException {
    ImageLayout layout = layout("commit");
    layout
        .name(layout.imageOf(COMMIT, "their build"), MediaTypes.OCI_IMAGE, "main-3035eca")
        .name(layout.image("another"), MediaTypes.OCI_IMAGE, "1.0");
    fill(layout, "shop/commit");
    ImageLayout standing = layout("standing-commit");
    byte[] ours = standing.imageOf(COMMIT, "our build");
    standing
        .name(ours, MediaTypes.OCI_IMAGE, "main-3035eca")
        .name(standing.image("yet another"), MediaTypes.OCI_IMAGE, "1.0");
    stet().with("copy", "--all", standing.operand(), there("shop/commit")).run().successfully();

    Ended ended = move("shop/commit", "--if-taken", "keep");
    assertThat(ended.code()).as("1.0 is of no commit").isEqualTo(5);
    assertThat(ended.output())
        .contains("kept\t" + there("shop/commit", "main-3035eca") + "@" + Digest.sha256(ours))
        .contains("1 kept, 1 refused;");
  }
}
