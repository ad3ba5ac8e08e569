package dev.stet.acceptance.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Checkout;
import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import dev.stet.log.Policy;
import dev.stet.log.Policy.Witness;
import dev.stet.log.VerifierKey;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator of a registry, who has its key and its database, has a tag name another image. Who
 * verified the tag before, and who audits the log for others, see that.
 */
class RepointedTagTest {
  private static final String REPOSITORY = "shop/repointed";
  private static final String TAG = "1.0";

  private final Path folder;
  private final Path data;
  private final Path policy;
  private final Path copy;
  private VerifierKey log;
  private TestImage first;
  private String address;

  RepointedTagTest(@TempDir Path folder) {
    this.folder = folder;
    this.data = folder.resolve("data");
    this.policy = folder.resolve("policy");
    this.copy = folder.resolve("copy/data");
  }

  /** A tag is pushed, verified, and audited by somebody else; of before that there is a copy. */
  @BeforeEach
  void push() throws Exception {
    try (StetProcess stet = StetProcess.start(data);
        RegistryClient client = stet.client()) {
      claimed(client, "0.9");
      stet.stop();
    }
    Files.createDirectories(Objects.requireNonNull(copy.getParent()));
    Command.of("cp", "-a", data, copy).run().successfully();
    try (StetProcess stet = StetProcess.start(data);
        RegistryClient client = stet.client()) {
      first = claimed(client, TAG);
      List<VerifierKey> keys = keys(client);
      log = keys.getFirst();
      Files.writeString(policy, policy(Optional.empty()), UTF_8);
      address = stet.address();
      assertThat(verify(stet).successfully().output()).contains("@" + first.digest());
      assertThat(audit(stet).successfully().output()).contains("3 entries, 2 tags, signed up to 3");
      stet.stop();
    }
  }

  /** What clients want: the log, and perhaps an auditor. */
  private String policy(Optional<VerifierKey> auditor) {
    List<Policy.Member> members =
        auditor.stream().<Policy.Member>map(it -> new Witness("a", it, Optional.empty())).toList();
    return new Policy(log, Optional.empty(), members, auditor.map(_ -> "a")).text();
  }

  @Test
  void aChangedRecordIsNotWhatTheLogSays() throws Exception {
    TestImage other = TestImage.small();
    try (StetProcess stet = StetProcess.start(data);
        RegistryClient client = stet.client()) {
      blobs(client, other);
      assertThat(client.pushManifest(REPOSITORY, other.digest(), other).statusCode())
          .isEqualTo(201);
      stet.stop();
    }
    new Intruder(data).repoint(REPOSITORY, TAG, other.digest());
    try (StetProcess stet = StetProcess.start(data);
        RegistryClient client = stet.client()) {
      assertThat(client.manifest(REPOSITORY, TAG).body()).isEqualTo(other.manifest());

      assertThat(verify(stet).successfully().output())
          .contains("@" + first.digest())
          .doesNotContain(other.digest().toString());
      assertThat(doubted("digest", verify(stet, "--online")))
          .contains(other.digest().toString(), first.digest().toString());
      assertThat(audit(stet).code()).isZero(); // the log did nothing wrong
      stet.stop();
    }
    Ended fsck = StetProcess.offline("fsck", "--data", data).run();
    assertThat(fsck.code()).isNotZero();
    assertThat(fsck.output()).contains(REPOSITORY + ":" + TAG);
  }

  /** The record is gone, so Stet itself gives the name again, and logs that. */
  @Test
  void aSecondAssignmentIsSignedByNobodyElse() throws Exception {
    new Intruder(data).forget(REPOSITORY, TAG);
    try (StetProcess stet = StetProcess.start(data);
        RegistryClient client = stet.client()) {
      TestImage second = claimed(client, TAG);
      assertThat(client.manifest(REPOSITORY, TAG).body()).isEqualTo(second.manifest());

      Path lock = folder.resolve("stet.lock");
      Files.writeString(lock, Files.readString(lock).replace(address, stet.address()));
      assertThat(doubted("lock", verify(stet))).contains(first.digest().toString());
      Ended audited = audit(stet);
      assertThat(audited.code()).isEqualTo(6);
      assertThat(audited.output()).contains("signed up to 3", "stopped for good");
      assertShows(folder.resolve("audit/evidence.txt"), "R2");

      Files.delete(lock); // somebody who never saw the first image
      Files.writeString(policy, policy(Optional.of(keys(client).getLast())), UTF_8);
      assertThat(doubted("quorum", verify(stet))).contains("pending");
    }
  }

  /** The copy from before the tag was pushed goes on, with the key of the log. */
  @Test
  void aForkedLogIsSeenByWhoeverSawTheOther() throws Exception {
    try (StetProcess stet = StetProcess.start(copy);
        RegistryClient client = stet.client()) {
      for (String tag : List.of("another", TAG, "more")) {
        claimed(client, tag);
      }
      assertThat(doubted("consistency", verify(stet))).contains("evidence");
      try (var files = Files.newDirectoryStream(folder, "*.stet-evidence")) {
        assertShows(files.iterator().next(), "fork");
      }
      Ended audited = audit(stet);
      assertThat(audited.code()).isEqualTo(6);
      assertShows(folder.resolve("audit/evidence.txt"), "fork");
    }
  }

  /** The command of a client and a program that shares no code with it find it to be evidence. */
  private void assertShows(Path evidence, String claim) throws Exception {
    assertThat(Files.readString(evidence)).contains(claim);
    Checkout.stet().with("verify", "--evidence", evidence).run().successfully();
    assertThat(Judges.evidence(log).with(evidence).run().successfully().output())
        .contains(" shows ")
        .doesNotContain(" shows nothing");
  }

  private static String doubted(String check, Ended ended) {
    assertThat(ended.code()).as(ended.output()).isEqualTo(6);
    assertThat(ended.output()).contains("the check '" + check + "' failed");
    return ended.output();
  }

  private Ended verify(StetProcess stet, Object... more) throws IOException, InterruptedException {
    return stet.command()
        .with("verify", stet.address() + "/" + REPOSITORY + ":" + TAG, "--policy", policy)
        .with(more)
        .in(folder)
        .run();
  }

  /** Somebody else looks at the log, who looked before. */
  private Ended audit(StetProcess stet) throws IOException, InterruptedException {
    return Checkout.auditor()
        .with("audit-log", "--once", "--log", "http://" + stet.address() + "/log/")
        .with("--key", log, "--name", "auditor.example/else", "--data", folder.resolve("audit"))
        .run();
  }

  private static List<VerifierKey> keys(RegistryClient client)
      throws IOException, InterruptedException {
    return new String(client.log("key").body(), UTF_8).lines().map(VerifierKey::parse).toList();
  }

  private static void blobs(RegistryClient client, TestImage image)
      throws IOException, InterruptedException {
    for (byte[] blob : List.of(image.layer(), image.config())) {
      assertThat(client.pushBlob(REPOSITORY, blob).statusCode()).isEqualTo(201);
    }
  }

  private static TestImage claimed(RegistryClient client, String tag)
      throws IOException, InterruptedException {
    TestImage image = TestImage.small();
    blobs(client, image);
    HttpResponse<byte[]> answer = client.pushManifest(REPOSITORY, tag, image);
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(201);
    return image;
  }
}
