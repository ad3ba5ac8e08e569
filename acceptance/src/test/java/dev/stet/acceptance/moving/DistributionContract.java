package dev.stet.acceptance.moving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.DistributionProcess;
import dev.stet.acceptance.running.ImageLayout;
import dev.stet.acceptance.running.Running;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.Manifest;
import dev.stet.oci.MediaTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What is met only where tags move, a password is wanted, and content can be lost. */
abstract class DistributionContract extends MovingInContract {
  private static final int MANY = 120;
  private static final Predicate<String> IMAGE = Pattern.compile("^copied .*:build-").asPredicate();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final String program;
  private DistributionProcess old;

  DistributionContract(String program, Path folder) throws IOException, InterruptedException {
    super(folder);
    this.program = program;
    this.folder = folder.resolve("old");
    this.old = DistributionProcess.start(program, this.folder);
    old.signIn(folder.resolve("docker"));
  }

  @AfterAll
  void close() {
    old.close();
  }

  @Override
  protected String old() {
    return old.address();
  }

  @Override
  protected Command stet() {
    return super.stet().where("DOCKER_CONFIG", folder.resolveSibling("docker").toString());
  }

  @Test
  void thePasswordIsWanted() throws IOException, InterruptedException {
    Ended ended =
        stet()
            .where("DOCKER_CONFIG", folder.resolve("nobody").toString())
            .with("copy", "--all", old() + "/shop/closed", "oci:" + folder.resolve("out"))
            .run();
    assertThat(ended.code()).isEqualTo(4);
    assertThat(ended.output()).contains("not signed in to " + old(), "next: docker login " + old());
  }

  @Test
  void namesThatMoveAreSkipped() throws IOException, InterruptedException {
    ImageLayout layout = layout("rolling");
    layout.name(layout.image("one"), MediaTypes.OCI_IMAGE, "1.0", "latest", "main");
    fill(layout, "shop/rolling");

    Ended moved = move("shop/rolling").successfully();
    assertThat(moved.output())
        .contains("skipped\t" + there("shop/rolling", "latest"))
        .contains("skipped\t" + there("shop/rolling", "main"))
        .contains("1 copied, 2 skipped;");
    assertThat(registry().tags("shop/rolling")).containsExactly("1.0");
  }

  @Test
  void namesThatMoveBecomeChannelsWhereThatIsAskedFor() throws IOException, InterruptedException {
    ImageLayout layout = layout("channels");
    byte[] first = layout.image("first");
    byte[] second = layout.image("second");
    layout
        .name(first, MediaTypes.OCI_IMAGE, "1.0", "latest")
        .name(second, MediaTypes.OCI_IMAGE, "2.0")
        .name(layout.image("of no release"), MediaTypes.OCI_IMAGE, "main");
    fill(layout, "shop/channels");

    Ended moved = moveWithChannels();
    assertThat(moved.output())
        .contains("channel\t" + there("shop/channels", "latest") + "@" + Digest.sha256(first))
        .contains("\ta channel points to a tag, and no tag stands for its image")
        .contains("2 copied, 1 channel, 1 skipped;");
    assertThat(registry().manifest("shop/channels", "latest").body()).isEqualTo(first);

    ImageLayout later = layout("later");
    later.name(later.image("second"), MediaTypes.OCI_IMAGE, "latest");
    fill(later, "shop/channels");
    assertThat(move("shop/channels").successfully().output())
        .contains("skipped\t" + there("shop/channels", "latest"));
    assertThat(registry().manifest("shop/channels", "latest").body()).isEqualTo(first);
    assertThat(moveWithChannels().output())
        .contains("channel\t" + there("shop/channels", "latest") + "@" + Digest.sha256(second));
    assertThat(registry().manifest("shop/channels", "latest").body()).isEqualTo(second);
  }

  private Ended moveWithChannels() throws IOException, InterruptedException {
    return moveTo("shop/channels", "shop/channels")
        .with("--channels")
        .where("STET_TOKEN", token())
        .run()
        .successfully();
  }

  @Test
  void whatTheOldRegistryHasLostIsListed() throws IOException, InterruptedException {
    ImageLayout layout = layout("lost");
    byte[] child = layout.image("child");
    byte[] lost = layout.image("lost");
    layout
        .name(layout.index(child), MediaTypes.OCI_INDEX, "no-child")
        .name(lost, MediaTypes.OCI_IMAGE, "no-manifest")
        .name(layout.dockerImage("layer"), MediaTypes.DOCKER_IMAGE, "no-layer")
        .name(layout.image("whole"), MediaTypes.OCI_IMAGE, "whole");
    fill(layout, "shop/lost");
    Path revisions = repositories().resolve("shop/lost/_manifests/revisions/sha256");
    delete(revisions.resolve(Digest.sha256(child).hex()));
    delete(revisions.resolve(Digest.sha256(lost).hex()));
    delete(
        repositories()
            .resolve("shop/lost/_layers/sha256")
            .resolve(Digest.sha256("layer".getBytes(StandardCharsets.UTF_8)).hex()));

    Ended moved = move("shop/lost");
    assertThat(moved.code()).as(moved.output()).isEqualTo(1);
    assertThat(moved.output())
        .contains(
            "failed\t" + there("shop/lost", "no-child"),
            "failed\t" + there("shop/lost", "no-manifest"),
            "failed\t" + there("shop/lost", "no-layer"),
            "1 copied, 3 failed;");
    assertThat(registry().tags("shop/lost")).containsExactly("whole");
  }

  private Path repositories() {
    return folder.resolve("data/docker/registry/v2/repositories");
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aMoveGoesOnAfterItWasBrokenOff() throws IOException, InterruptedException {
    ImageLayout layout = layout("many");
    for (int i = 0; i < MANY; i++) {
      layout.name(layout.image("image " + i), MediaTypes.OCI_IMAGE, "build-" + i);
    }
    fill(layout, "shop/many");

    startMove("shop/killed").close();
    goesOn("shop/killed", layout);

    int port = Integer.parseInt(old().substring(old().indexOf(':') + 1));
    try (Running running = startMove("shop/orphaned")) {
      old.close();
      assertThat(running.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(running.process().exitValue()).isEqualTo(1);
      assertThat(running.output().toString())
          .contains("error: no answer from http://" + old(), "next: run the same command again");
    } finally {
      old = DistributionProcess.start(program, folder, port);
    }
    goesOn("shop/orphaned", layout);
  }

  /** Begins to move many images; some of them are there, others are not. */
  private Running startMove(String to) throws IOException, InterruptedException {
    Running running = moveTo("shop/many", to).with("--jobs", "1").start();
    running
        .output()
        .awaitAll("copied images", it -> it.lines().filter(IMAGE).count() >= 5, PATIENCE);
    return running;
  }

  private void goesOn(String to, ImageLayout layout) throws IOException, InterruptedException {
    List<String> before = registry().tags(to);
    assertThat(before).hasSizeBetween(5, MANY - 1);
    for (String tag : before) {
      assertWhole(to, tag, layout);
    }
    assertThat(moveTo("shop/many", to).with("--jobs", "8").run().successfully().output())
        .contains("%d copied, %d already there;".formatted(MANY - before.size(), before.size()));
    assertThat(registry().tags(to)).hasSize(MANY);
    for (String tag : layout.named().keySet()) {
      assertWhole(to, tag, layout);
    }
  }

  /** A tag names all of its image. */
  private void assertWhole(String repository, String tag, ImageLayout layout)
      throws IOException, InterruptedException {
    byte[] manifest = registry().manifest(repository, tag).body();
    assertThat(manifest).isEqualTo(layout.named().get(tag));
    for (Descriptor blob : Manifest.parse(manifest, MediaTypes.OCI_IMAGE).requiredBlobs()) {
      assertThat(registry().blob(repository, blob.digest()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void allRepositoriesComeOver() throws IOException, InterruptedException {
    ImageLayout layout = layout("registry");
    layout.name(layout.image("one"), MediaTypes.OCI_IMAGE, "1.0");
    Path elsewhere = folder.resolveSibling("all");
    try (DistributionProcess all = DistributionProcess.start(program, elsewhere)) {
      all.signIn(folder.resolveSibling("docker-all"));
      Command stet = stet().where("DOCKER_CONFIG", folder.resolveSibling("docker-all").toString());
      stet.with("copy", "--all", layout.operand(), all.address() + "/team/r-0")
          .run()
          .successfully();
      Path repositories = elsewhere.resolve("data/docker/registry/v2/repositories/team");
      for (int i = 1; i < MANY; i++) {
        copy(repositories.resolve("r-0"), repositories.resolve("r-" + i));
      }
      Ended moved =
          stet.with("copy", "--all", "--registry", all.address(), there("from/old"))
              .run()
              .successfully();
      assertThat(moved.output()).contains("\n" + MANY + " copied; ");
    }
    for (int i = 0; i < MANY; i++) {
      assertThat(registry().manifest("from/old/team/r-" + i, "1.0").body())
          .isEqualTo(layout.named().get("1.0"));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
