package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buildx with a BuildKit, and its own tools for images that a registry has. */
@Tag("clients")
class BuildxTest extends BuildkitContract {
  private final Command buildx;

  BuildxTest(@TempDir Path folder) throws IOException, InterruptedException {
    super(folder);
    Command program = Tools.find("buildx").where("BUILDX_CONFIG", fresh().toString());
    program.with("create", "--name=stet", "--driver=remote", address()).run().successfully();
    buildx = program.where("BUILDX_BUILDER", "stet");
  }

  @Override
  protected Ended build(Path context, String output, List<String> platforms)
      throws IOException, InterruptedException {
    Command build =
        buildx
            .with("build", "--progress=plain", "--provenance=false")
            .with("--build-arg", "SOURCE_DATE_EPOCH=0", "--output", output);
    return platforms.isEmpty()
        ? build.with(context).run()
        : build.with("--platform", String.join(",", platforms), context).run();
  }

  @Override
  protected Command forget() {
    return buildx.with("prune", "--all", "--force");
  }

  /** Puts two images together that the registry has, each under a tag of its own. */
  @Override
  public Ended pushIndex(TestImage amd64, TestImage arm64, String reference)
      throws IOException, InterruptedException {
    String own = reference + "-" + fresh().getFileName();
    pushFor("linux/amd64", amd64, own + "-amd64");
    pushFor("linux/arm64", arm64, own + "-arm64");
    return buildx
        .with("imagetools", "create", "--tag", reference, own + "-amd64", own + "-arm64")
        .run();
  }

  private void pushFor(String platform, TestImage image, String reference)
      throws IOException, InterruptedException {
    build(image.buildContext(fresh()), pushed(reference), List.of(platform)).successfully();
  }

  /** With all its layers: only builds mount them. */
  @Test
  void anImageOfOneRepositoryIsCopiedToAnother() throws IOException, InterruptedException {
    push(TestImage.unique(), reference("shop/copied-from")).successfully();
    buildx
        .with("imagetools", "create", "--prefer-index=false")
        .with("--tag", reference("shop/copied-to"), reference("shop/copied-from"))
        .run()
        .successfully();
    assertThat(standing("shop/copied-to")).isEqualTo(standing("shop/copied-from"));
  }

  /** As buildx pushes where nobody says otherwise: with a record of when it built. */
  @Test
  void theSameBuildWithProvenanceIsAnotherImage() throws IOException, InterruptedException {
    Path context = TestImage.unique().buildContext(fresh());
    Command build = buildx.with("build", "--push", "--tag", reference("shop/provenance"), context);
    build.run().successfully();
    Refusal.of(build.run()).kept(this, "provenance").says("already exists");
  }
}
