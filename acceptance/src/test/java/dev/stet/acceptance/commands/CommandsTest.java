package dev.stet.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens to names and repositories, by the command; each test has a repository of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsTest {
  private static final String JSON = "-ojson";

  private Path folder = Path.of("");
  private @AutoClose StetProcess stet;
  private @AutoClose RegistryClient registry;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException, InterruptedException {
    folder = temporary;
    stet = StetProcess.start(folder.resolve("data"));
    registry = stet.client();
  }

  private Ended run(Object... words) throws IOException, InterruptedException {
    return stet.command().with(words).run();
  }

  /** The lines that a command prints, which succeeds. */
  private List<String> lines(Object... words) throws IOException, InterruptedException {
    return run(words)
        .successfully()
        .output()
        .lines()
        .filter(line -> !line.equals("dry run: nothing was changed"))
        .toList();
  }

  private void fails(int code, String because, Object... words)
      throws IOException, InterruptedException {
    Ended ended = run(words);
    assertThat(ended.code()).as("%s%n%s", ended.command(), ended.output()).isEqualTo(code);
    assertThat(ended.output().replace("dry run: nothing was changed\n", ""))
        .startsWith("error: ")
        .contains(because)
        .doesNotContain("Exception", "\tat ");
  }

  private TestImage push(String repository, String... tags)
      throws IOException, InterruptedException {
    TestImage image = TestImage.unique();
    for (byte[] blob : List.of(image.config(), image.layer())) {
      assertThat(registry.pushBlob(repository, blob).statusCode()).isEqualTo(201);
    }
    for (String tag : tags) {
      assertThat(registry.pushManifest(repository, tag, image).statusCode()).isEqualTo(201);
    }
    return image;
  }

  private int pull(String repository, Object reference) throws IOException, InterruptedException {
    return registry.manifest(repository, reference).statusCode();
  }

  private String reference(String repository, String tag, TestImage image) {
    return stet.address() + "/" + repository + ":" + tag + "@" + image.digest();
  }

  @Test
  void aChannelFollowsIsMovedAndRemoved() throws IOException, InterruptedException {
    TestImage one = push("channels/a", "main-1", "1.0");
    assertThat(lines("channel", "create", "channels/a", "latest", "--follow", "main-*"))
        .containsExactly(reference("channels/a", "main-1", one));
    TestImage two = push("channels/a", "main-2");
    assertThat(lines("channel", "list", "channels/a"))
        .singleElement()
        .asString()
        .startsWith("latest\tmain-2\t" + two.digest() + "\tmain-*\t");
    assertThat(registry.manifest("channels/a", "latest").body()).isEqualTo(two.manifest());

    fails(5, "it points to main-2", "channel", "move", "channels/a", "latest", "1.0", "--from=1.0");
    assertThat(lines("channel", "move", "channels/a", "latest", "1.0", "--dry-run"))
        .containsExactly(reference("channels/a", "1.0", one));
    assertThat(registry.manifest("channels/a", "latest").body()).isEqualTo(two.manifest());
    lines("channel", "move", "channels/a", "latest", "1.0", "--from", "main-2");
    assertThat(registry.manifest("channels/a", "latest").body()).isEqualTo(one.manifest());
    assertThat(lines("channel", "log", "channels/a", "latest"))
        .map(line -> line.split("\t", -1)[1] + " " + line.split("\t", -1)[6])
        .containsExactly("created to main-1", "moved to main-2, follows main-*", "moved to 1.0");

    lines("channel", "follow", "channels/a", "latest", "--none");
    push("channels/a", "main-3");
    assertThat(registry.manifest("channels/a", "latest").body()).isEqualTo(one.manifest());

    fails(2, "burnt", "channel", "rm", "channels/a", "latest");
    lines("channel", "rm", "channels/a", "latest", "--yes");
    assertThat(pull("channels/a", "latest")).isEqualTo(404);
    fails(5, "burnt", "channel", "create", "channels/a", "latest");
  }

  @Test
  void whatCannotBeAChannelIsRefused() throws IOException, InterruptedException {
    push("channels/b", "1.0");
    fails(5, "tags stand", "channel", "create", "channels/b", "1.0");
    fails(5, "is none", "channel", "create", "channels/b", "latest", "--tag", "2.0");
    fails(2, "pattern", "channel", "create", "channels/b", "latest", "--follow", "a b");
    fails(3, "no channel", "channel", "move", "channels/b", "latest", "1.0");
    fails(3, "no repository", "channel", "list", "channels/nope");
  }

  @Test
  void whenAnswersForEachMoment() throws IOException, InterruptedException {
    TestImage one = push("moments/a", "1.0");
    lines("channel", "create", "moments/a", "stable", "--tag", "1.0");
    String since = lines("when", "moments/a:stable").getFirst().split("\t", -1)[2];
    TestImage two = push("moments/a", "2.0");
    lines("channel", "move", "moments/a", "stable", "2.0");

    assertThat(lines("when", "moments/a:stable", "-o", "name"))
        .containsExactly(reference("moments/a", "2.0", two));
    assertThat(lines("when", "moments/a:stable", "--at", since, "-o", "name"))
        .containsExactly(reference("moments/a", "1.0", one));
    fails(3, "nothing had happened", "when", "moments/a:stable", "--at", "1d ago");
    fails(2, "was not understood", "when", "moments/a:stable", "--at", "noon");
    assertThat(
            stet.command()
                .where("TZ", "Asia/Tokyo")
                .with("when", "moments/a:stable", "--at", "2026-01-02 03:04")
                .run()
                .output())
        .contains("at 2026-01-02T03:04:00+09:00 (Asia/Tokyo)");
  }

  @Test
  void aDeletedTagIsBurntAndComesBack() throws IOException, InterruptedException {
    TestImage image = push("names/a", "1.0");
    String reference = reference("names/a", "1.0", image);
    fails(2, "no image in it", "rm", "names/a");
    fails(3, "no tag", "rm", "names/a:2.0");
    assertThat(lines("rm", "names/a:1.0", "--dry-run")).containsExactly(reference);
    assertThat(pull("names/a", "1.0")).isEqualTo(200);
    assertThat(lines("rm", reference)).containsExactly(reference);
    assertThat(pull("names/a", "1.0")).isEqualTo(404);
    assertThat(registry.pushManifest("names/a", "1.0", push("names/a")).statusCode())
        .isEqualTo(409);

    assertThat(lines("rm", "--undo", "names/a:1.0", "--dry-run")).containsExactly(reference);
    assertThat(lines("rm", "--undo", "names/a:1.0")).containsExactly(reference);
    assertThat(pull("names/a", "1.0")).isEqualTo(200);
    assertThat(lines("history", "names/a:1.0"))
        .map(line -> line.split("\t", -1)[1])
        .containsExactly("claimed", "deleted", "refused", "restored");

    fails(2, "--yes", "rm", "names/a:1.0", "--reason", "legal");
    lines("rm", "names/a:1.0", "--reason", "legal", "--yes");
    fails(5, "withdrawn", "rm", "--undo", "names/a:1.0");
    assertThat(lines("show", "names/a:1.0", "-o", "name")).isEmpty();
  }

  @Test
  void anImageGoesWithAllItsTagsAndTheyComeBack() throws IOException, InterruptedException {
    TestImage image = push("names/b", "1.0", "1.0.0");
    String manifest = "names/b@" + image.digest();
    List<String> both =
        List.of(reference("names/b", "1.0", image), reference("names/b", "1.0.0", image));
    assertThat(lines("rm", manifest, "--dry-run")).containsExactlyInAnyOrderElementsOf(both);
    assertThat(lines("rm", manifest)).containsExactlyInAnyOrderElementsOf(both);
    assertThat(pull("names/b", image.digest())).isEqualTo(404);
    assertThat(lines("rm", "--undo", manifest)).containsExactlyInAnyOrderElementsOf(both);
    assertThat(pull("names/b", "1.0.0")).isEqualTo(200);
  }

  @Test
  void whatIsPinnedOrPointedToStays() throws IOException, InterruptedException {
    TestImage one = push("names/c", "1.0");
    TestImage two = push("names/c", "2.0");
    lines("pin", "names/c:1.0", "--note", "the customer in Bern runs it");
    lines("channel", "create", "names/c", "stable", "--tag", "2.0");
    assertThat(lines("pins", "names/c"))
        .singleElement()
        .asString()
        .startsWith(one.digest() + "\t1.0\t")
        .endsWith("\tthe customer in Bern runs it");
    for (String dryRun : List.of("--dry-run", "--reason=owner")) {
      fails(5, "it is pinned", "rm", "names/c:1.0", dryRun);
      fails(5, "channel stable points to", "rm", "names/c@" + two.digest(), dryRun);
    }
    fails(5, "stet channel rm names/c stable", "rm", "names/c:stable");
    fails(5, "pinned", "repo", "rm", "names/c", "--yes");
    fails(5, "pinned", "repo", "rm", "names/c", "--dry-run");
    lines("unpin", "names/c:1.0");
    fails(3, "no pin", "unpin", "names/c:1.0");
    fails(3, "no image", "pin", "names/c@sha256:" + "0".repeat(64));
    assertThat(lines("rm", "names/c:1.0")).containsExactly(reference("names/c", "1.0", one));
  }

  @Test
  void aPrefixIsMutableUntilARepositoryStands() throws IOException, InterruptedException {
    fails(2, "is not valid", "repo", "declare", "Tmp/**", "mutable");
    assertThat(run("repo", "declare", "tmp/**", "mutable", "--dry-run").successfully().output())
        .startsWith("dry run: nothing was changed\n");
    assertThat(lines("repo", "declarations")).isEmpty();
    assertThat(lines("repo", "declare", "tmp/**", "mutable"))
        .containsExactly(stet.address() + "/tmp/**\tmutable");
    assertThat(run("repo", "declare", "tmp/**", "mutable").successfully().output())
        .contains("nothing to do");
    assertThat(lines("repo", "declarations").getFirst()).startsWith("tmp/**\tmutable\t");

    push("tmp/a", "1.0", "latest");
    TestImage newer = push("tmp/a", "1.0", "latest");
    assertThat(registry.manifest("tmp/a", "latest").body()).isEqualTo(newer.manifest());
    assertThat(lines("repo", "list")).anyMatch(line -> line.startsWith("tmp/a\tmutable\t"));

    fails(2, "--yes", "repo", "declare", "tmp/a", "standing");
    assertThat(lines("repo", "declare", "tmp/a", "standing", "--yes"))
        .containsExactlyInAnyOrder(
            stet.address() + "/tmp/a\tstanding",
            stet.address() + "/tmp/a:1.0\ttag",
            stet.address() + "/tmp/a:latest\tchannel");
    fails(5, "no way back", "repo", "declare", "tmp/a", "mutable");
    assertThat(registry.pushManifest("tmp/a", "1.0", push("tmp/a")).statusCode()).isEqualTo(409);
  }

  @Test
  void aRepositoryIsCountedAndGoes() throws IOException, InterruptedException {
    TestImage image = push("repos/a", "1.0");
    assertThat(lines("repo", "show", "repos/a"))
        .contains("kind\tstanding", "tags\t1", "channels\t0", "pins\t0")
        .anyMatch(line -> line.startsWith("size\t"));
    fails(3, "no repository", "repo", "show", "repos/nope");
    fails(2, "1 names are burnt", "repo", "rm", "repos/a");
    String reference = reference("repos/a", "1.0", image);
    assertThat(lines("repo", "rm", "repos/a", "--dry-run")).containsExactly(reference);
    assertThat(lines("repo", "rm", "repos/a", "--yes")).containsExactly(reference);
    assertThat(lines("repo", "list", "-q")).doesNotContain("repos/a");
    fails(3, "no repository", "repo", "rm", "repos/a", "--yes");
  }

  @Test
  void theAuditTrailSaysWhoDidWhat() throws IOException, InterruptedException {
    TestImage image = push("audited/a", "1.0");
    stet.command()
        .where("GITHUB_REPOSITORY", "shop/api")
        .where("GITHUB_RUN_ID", "1234")
        .with("pin", "audited/a:1.0")
        .run()
        .successfully();
    lines("channel", "create", "audited/a", "stable", "--tag", "1.0");
    List<String> trail = lines("audit", "audited/a");
    assertThat(trail).hasSize(2);
    assertThat(trail.getFirst().split("\t", -1))
        .contains("ci:shop/api#1234", "pin", "audited/a", image.digest().toString());
    assertThat(trail.getLast().split("\t", -1)).contains("channel.create", "stable");
    String first = trail.getFirst().split("\t", -1)[0];
    assertThat(lines("audit", "audited/a", "--after", first)).containsExactly(trail.getLast());
    assertThat(run("audit", "audited/a", JSON).successfully().output())
        .contains("\"apiVersion\" : \"stet.dev/v1\"", "\"action\" : \"pin\"");
  }

  @Test
  void theHistoryOfARepositoryIsInOrder() throws IOException, InterruptedException {
    push("history/a", "1.0", "1.1");
    lines("rm", "history/a:1.0");
    assertThat(lines("history", "history/a"))
        .map(line -> line.split("\t", -1)[1] + " " + line.split("\t", -1)[2])
        .containsExactly("claimed 1.0", "claimed 1.1", "deleted 1.0");
    fails(3, "no repository", "history", "history/nope");
    fails(3, "no tag", "history", "history/a:2.0");
  }

  @Test
  void aChangeNeedsTheTokenOfTheServer() throws IOException, InterruptedException {
    push("token/a", "1.0");
    Command stranger = stet.command().where("XDG_STATE_HOME", folder.resolve("none").toString());
    Ended refused = stranger.with("pin", "token/a:1.0").run();
    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.output()).contains("STET_TOKEN");
    String token = Files.readString(folder.resolve("data/token")).strip();
    stranger.where("STET_TOKEN", token).with("pin", "token/a:1.0").run().successfully();
    assertThat(stranger.where("STET_TOKEN", "wrong").with("unpin", "token/a:1.0").run().code())
        .isEqualTo(4);
  }

  @Test
  void completionKnowsTheNamesOfTheServer() throws IOException, InterruptedException {
    push("complete/a", "1.0", "main-1");
    lines("channel", "create", "complete/a", "latest");
    assertThat(completed("channel", "move", "complete/a", "la")).containsExactly("latest");
    assertThat(completed("channel", "move", "complete/a", "latest", "m")).containsExactly("main-1");
    assertThat(completed("rm", "complete/a:1")).containsExactly("complete/a:1.0");
    assertThat(completed("repo", "rm", "complete")).containsExactly("complete/a");
  }

  private List<String> completed(String... words) throws IOException, InterruptedException {
    return lines(Stream.concat(Stream.of("__complete", "--"), Stream.of(words)).toArray()).stream()
        .map(line -> line.replaceAll("\t.*", ""))
        .toList();
  }
}
