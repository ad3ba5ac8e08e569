package dev.stet.acceptance.commands;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.ImageLayout;
import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import dev.stet.oci.MediaTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifying by the command what a real Stet has logged, also while its key is changed. */
class LogCommandsTest {
  private @TempDir Path folder;

  private Command stet(StetProcess stet, Object... words) {
    return stet.command()
        .with(words)
        .where("XDG_CONFIG_HOME", folder.resolve("config").toString())
        .in(folder);
  }

  private List<String> lines(StetProcess stet, Object... words)
      throws IOException, InterruptedException {
    return stet(stet, words).run().successfully().output().lines().toList();
  }

  private void doubted(String check, StetProcess stet, Object... words)
      throws IOException, InterruptedException {
    Ended ended = stet(stet, words).run();
    assertThat(ended.code()).as(ended.toString()).isEqualTo(6);
    assertThat(ended.output()).contains("the check '" + check + "' failed");
  }

  private static TestImage push(StetProcess stet, String tag)
      throws IOException, InterruptedException {
    TestImage image = TestImage.unique();
    try (RegistryClient registry = stet.client()) {
      for (byte[] blob : List.of(image.config(), image.layer())) {
        assertThat(registry.pushBlob("shop/api", blob).statusCode()).isEqualTo(201);
      }
      assertThat(registry.pushManifest("shop/api", tag, image).statusCode()).isEqualTo(201);
    }
    return image;
  }

  @Test
  void aTagIsVerifiedOnlineAndOfflineAndItsDeletionIsTheRegistrysWord()
      throws IOException, InterruptedException {
    Path proof = folder.resolve("api.tlog-proof");
    String image;
    try (StetProcess stet = StetProcess.start(folder.resolve("data"))) {
      TestImage pushed = push(stet, "1.0");
      push(stet, "1.1");
      image = stet.address() + "/shop/api:1.0";
      String reference = stet.address() + "/shop/api@" + pushed.digest();
      doubted("policy", stet, "verify", image);
      lines(stet, "policy", "init", stet.address(), "--yes");

      assertThat(lines(stet, "verify", image)).contains(reference);
      assertThat(lines(stet, "verify", "--online", image))
          .contains(reference, "  not deleted, says the registry; no proof shows that");
      doubted("proof", stet, "verify", stet.address() + "/shop/api:latest");
      Path compose =
          Files.writeString(
              folder.resolve("compose.yaml"),
              "services: {api: {image: \"" + image + "\"}, db: {image: \"db:1\"}}");
      assertThat(stet(stet, "verify", "--all", compose).run().code()).isEqualTo(6);
      assertThat(lines(stet, "verify", "--all", compose, "--only-host", stet.address()))
          .anyMatch(line -> line.startsWith("verified\t" + image + "\t" + pushed.digest()))
          .anyMatch(line -> line.startsWith("skipped\tdb:1\t"));

      assertThat(lines(stet, "log", "head", "-q")).containsExactly("3");
      assertThat(lines(stet, "log", "show", "shop/api:1.0"))
          .singleElement()
          .asString()
          .startsWith("1\tassign\t")
          .contains("\tshop/api\t1.0\t" + pushed.digest());
      lines(stet, "log", "proof", image, "-O", proof);
      lines(stet, "rm", "shop/api:1.0");
      assertThat(lines(stet, "log", "tail", "-n", 1))
          .singleElement()
          .asString()
          .startsWith("3\ttombstone\t")
          .endsWith("\towner, of entry 1");
      assertThat(lines(stet, "verify", image)).contains(reference);
      doubted("tombstone", stet, "verify", "--online", image);
      stet.stop();
      assertThat(lines(stet, "verify", "--offline", "--proof", proof, image)).contains(reference);
    }
  }

  /** Once the copy says that the quorum has signed, a policy that demands the quorum is met. */
  @Test
  void aCopyWaitsForTheQuorum() throws IOException, InterruptedException {
    Path data = folder.resolve("data");
    ImageLayout layout = new ImageLayout(folder.resolve("layout"));
    layout.name(layout.image("waited for"), MediaTypes.OCI_IMAGE, "1.0");
    Object[] copy = {"copy", layout.operand() + ":1.0", "shop/api", "--wait", "quorum"};
    try (StetProcess stet = StetProcess.start(data, Map.of("STET_LOG_AUDITOR", "false"))) {
      Ended pending = stet(stet, copy).run();
      assertThat(pending.code()).as(pending.toString()).isEqualTo(9);
      assertThat(pending.output())
          .contains("quorum of the log: 1 pending", "the quorum of the log has not signed all yet");
      stet.stop();
    }
    try (StetProcess stet = StetProcess.start(data);
        RegistryClient registry = stet.client()) {
      assertThat(lines(stet, copy)).contains("quorum of the log: 1 reached");
      String[] keys = new String(registry.log("key").body(), US_ASCII).split("\n", -1);
      Path policy =
          Files.writeString(
              folder.resolve("policy"),
              "log %s\nwitness a %s\nquorum a\n".formatted(keys[0], keys[1]));
      verified(stet, "1.0", policy);
    }
  }

  @Test
  void theKeyIsChangedInThreeSteps() throws IOException, InterruptedException {
    Path data = folder.resolve("data");
    Path before = folder.resolve("before.policy");
    Path after = folder.resolve("after.policy");
    String old;
    try (StetProcess stet = StetProcess.start(data)) {
      push(stet, "1.0");
      old = key(data);
      policy(stet, old, before);
      verified(stet, "1.0", before);
      stet.stop();
    }
    String next = rotate(data);
    assertThat(next).isNotEqualTo(old);
    policyOffline(next, after);
    try (StetProcess stet = StetProcess.start(data)) {
      push(stet, "1.1");
      verified(stet, "1.1", before);
      verified(stet, "1.1", after);
      verified(stet, "1.0", after);
      stet.stop();
    }
    assertThat(rotate(data, "--finish")).isEqualTo(next);
    try (StetProcess stet = StetProcess.start(data)) {
      assertThat(key(data)).isEqualTo(next);
      push(stet, "1.2");
      verified(stet, "1.2", after);
      verified(stet, "1.0", after);
      doubted("log-signature", stet, verify(stet, "1.2", before));
    }
  }

  private static String key(Path data) throws IOException, InterruptedException {
    return StetProcess.offline("keys", "show", "-q", "--data", data).line();
  }

  private static String rotate(Path data, Object... more) throws IOException, InterruptedException {
    return StetProcess.offline("keys", "rotate", "--data", data)
        .with(more)
        .run()
        .successfully()
        .output()
        .lines()
        .filter(line -> line.matches("\\S+\\+[0-9a-f]{8}\\+\\S+"))
        .findFirst()
        .orElseThrow();
  }

  private void policy(StetProcess stet, String key, Path file)
      throws IOException, InterruptedException {
    lines(stet, "policy", "init", stet.address(), "--key", key, "--policy", file);
  }

  private void policyOffline(String key, Path file) throws IOException {
    Files.writeString(file, "log " + key + "\nquorum none\n");
  }

  private static Object[] verify(StetProcess stet, String tag, Path policy) {
    return new Object[] {"verify", stet.address() + "/shop/api:" + tag, "--policy", policy};
  }

  private void verified(StetProcess stet, String tag, Path policy)
      throws IOException, InterruptedException {
    assertThat(lines(stet, verify(stet, tag, policy)))
        .anyMatch(line -> line.startsWith(stet.address() + "/shop/api@sha256:"));
  }
}
