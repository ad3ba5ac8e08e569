package dev.stet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.command.Recorder;
import dev.stet.cli.server.LogServer;
import dev.stet.log.Checkpoint;
import dev.stet.log.EvidenceFile;
import dev.stet.log.Hash;
import dev.stet.log.KeyType;
import dev.stet.log.Leaf;
import dev.stet.log.Note;
import dev.stet.log.Policy;
import dev.stet.log.ProofFile;
import dev.stet.log.Proofs;
import dev.stet.log.Reason;
import dev.stet.log.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code stet verify} believes, and above all what it does not. */
class VerifyTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ONE = "sha256:" + "01".repeat(32);
  private static final String TWO = "sha256:" + "02".repeat(32);
  private static final String ORIGIN = "registry.example/log";
  private static final SigningKey WITNESS = cosigner("witness.example/w1");
  private static final SigningKey OTHER_WITNESS = cosigner("witness.example/w2");
  private static final SigningKey OWN_AUDITOR = cosigner("registry.example/auditor");

  private final LogServer log = new LogServer(ORIGIN);
  @TempDir private Path temp = Path.of("");

  @BeforeEach
  void fill() {
    log.assign("shop/api", "1.0", ONE);
    log.assign("shop/api", "1.1", TWO);
  }

  @AfterEach
  void close() {
    log.close();
  }

  private static SigningKey cosigner(String name) {
    return SigningKey.generate(name, KeyType.COSIGNATURE, RANDOM);
  }

  private static Instant ago(Duration age) {
    return Recorder.NOW.minus(age);
  }

  private StetRun stet(Object... words) {
    return StetRun.of(
        temp,
        Map.of("HOME", temp.toString()),
        Stream.of(words).map(Object::toString).toArray(String[]::new));
  }

  private StetRun verify(Object... words) {
    return stet(Stream.concat(Stream.of("verify"), Stream.of(words)).toArray());
  }

  /** Believes the log, and cosigners of whom more than half have to sign. */
  private void policy(SigningKey... cosigners) {
    policy(log, cosigners);
  }

  private void policy(LogServer believed, SigningKey... cosigners) {
    List<Object> words =
        new ArrayList<>(
            List.of("policy", "init", log.host(), "--yes", "--key", believed.key().verifier()));
    for (SigningKey cosigner : cosigners) {
      words.addAll(List.of("--witness", cosigner.verifier()));
    }
    assertThat(stet(words.toArray()).exitCode()).isZero();
  }

  private String image(String tag) {
    return log.host() + "/shop/api:" + tag;
  }

  private String at(String digest) {
    return log.host() + "/shop/api@" + digest + "\n";
  }

  private Path lock() {
    return temp.resolve("stet.lock");
  }

  private static void refused(StetRun run, String check, String... words) {
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(6);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("the check '" + check + "' failed", "\n  next: ")
        .doesNotContain("Exception", "\tat ");
    assertThat(words).allSatisfy(word -> assertThat(run.err()).contains(word));
  }

  private Path proof(ProofFile proof) throws IOException {
    return Files.writeString(temp.resolve("file.tlog-proof"), proof.text());
  }

  private StetRun offline(ProofFile proof, String image) throws IOException {
    return verify("--offline", "--proof", proof(proof), image);
  }

  @Test
  void whatIsProvenIsPrintedByDigestAndNothingElse() {
    policy();
    StetRun run = verify(image("1.0"), image("1.1"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(at(ONE) + at(TWO));
    assertThat(run.err())
        .contains(
            "verified " + image("1.0") + ": entry 1 of 3 in the log registry.example/log\n",
            "signed by the log, which the operator of the registry runs",
            "the policy demands no cosignatures: this is the operator's word alone",
            "kept in " + lock());
    assertThat(verify(image("1.0")).err()).doesNotContain("kept in");
  }

  @Test
  void theHostIsPrintedAsItWasWritten() {
    policy();
    assertThat(stet("verify", "shop/api:1.0", "--server", log.host()).out()).isEqualTo(at(ONE));
    int port = Integer.parseInt(log.host().replaceAll(".*:", ""));
    assertThat(stet("policy", "init", "localhost:" + port, "--yes").exitCode()).isZero();
    assertThat(verify("LocalHost:" + port + "/shop/api:1.0").out())
        .isEqualTo("LocalHost:" + port + "/shop/api@" + ONE + "\n");
  }

  @Test
  void cosignersAreNamedWithWhoRunsThem() {
    log.cosignedBy(WITNESS, ago(Duration.ofMinutes(2)));
    log.cosignedBy(OWN_AUDITOR, ago(Duration.ofMinutes(3)));
    log.cosignedBy(cosigner("unknown.example"), ago(Duration.ofMinutes(3)));
    policy(WITNESS, OWN_AUDITOR);
    StetRun run = verify(image("1.0"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .contains(
            "cosigned by witness-1 (witness.example/w1), run by whoever your policy trusts under"
                + " that name; 2 minutes ago",
            "cosigned by witness-2 (registry.example/auditor), which the operator of the registry"
                + " runs too; 3 minutes ago")
        .doesNotContain("unknown.example", "operator's word alone", "independent");
  }

  @Test
  void documentsSayWhatWasProven() {
    log.cosignedBy(WITNESS, ago(Duration.ofMinutes(2)));
    policy(WITNESS);
    String root = Checkpoint.parse(log.checkpoint().text()).root().base64();
    assertThat(verify(image("1.0"), "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","images":[
             {"image":"%s","status":"verified","reference":"%s","digest":"%s","index":1,
              "log":{"origin":"registry.example/log","size":3,"root":"%s"},
              "cosigners":[{"name":"witness-1","key":"%s","at":"2026-11-24T11:58:00Z",
               "operator":false}]}]}
            """
                .formatted(image("1.0"), at(ONE).strip(), ONE, root, WITNESS.verifier()));
    assertThat(verify(image("1.0"), "-o", "name").out()).isEqualTo(image("1.0") + "@" + ONE + "\n");
    assertThat(verify(image("1.0"), "-q").out()).isEqualTo(ONE + "\n");
    StetRun failed = verify(image("9.9"), "-o", "json");
    assertThat(failed.exitCode()).isEqualTo(6);
    assertThat(failed.out()).contains("\"status\" : \"failed\"", "\"check\" : \"proof\"");
  }

  @Test
  void withoutAPolicyNothingIsBelievedNorAsked() {
    StetRun run = verify(image("1.0"));
    refused(run, "policy", "stet policy init " + log.host() + " --key VKEY");
    assertThat(log.asked()).isEmpty();
    assertThat(lock()).doesNotExist();
  }

  @Test
  void aPolicyThatIsNotUnderstoodIsNoPolicy() throws IOException {
    policy();
    Path file = temp.resolve(".config/stet/policies").resolve(log.host().replace(':', '_'));
    Files.writeString(file, Files.readString(file) + "quorum all-of-them\n");
    refused(verify(image("1.0")), "policy-file", file.toString());
    refused(verify(image("1.0"), "--policy", "none"), "policy-file", "there is none");
  }

  @Test
  void aPolicyCanBeNamed() throws IOException {
    Policy policy = new Policy(log.key().verifier(), Optional.empty(), List.of(), Optional.empty());
    Path file = Files.writeString(temp.resolve("my.policy"), policy.text());
    assertThat(verify(image("1.0"), "--policy", file).out()).isEqualTo(at(ONE));
    assertThat(verify(image("1.0"), "other.example/a:1", "--policy", file).exitCode())
        .as("one log could vouch for the names of another registry")
        .isEqualTo(2);
  }

  @Test
  void aTagThatTheLogDoesNotKnowIsNotVerified() {
    policy();
    refused(verify(image("latest")), "proof", "channels, machine tags and mutable tags");
  }

  @Test
  void anotherEntryThanAsked() throws IOException {
    policy();
    refused(offline(log.proof(2), image("1.0")), "name", "shop/api:1.1", "wanted \"shop/api:1.0\"");
    log.assign("shop/apis", "1.0", ONE);
    refused(offline(log.proof(3), image("1.0")), "name");
    log.assign("shop/api", "V1", ONE);
    refused(offline(log.proof(4), image("v1")), "name");
  }

  @Test
  void anEntryThatAssignsNothing() throws IOException {
    policy();
    refused(offline(log.proof(0), image("1.0")), "leaf");
    long burnt =
        log.add(new Leaf.Tombstone("shop/api", "1.0", 1, 5000, Reason.SECURITY, Optional.empty()));
    refused(offline(log.proof(burnt), image("1.0")), "leaf");
  }

  /** The operator edits the record of the tag: the entry that it then shows is in no tree. */
  @Test
  void anEntryThatIsNotInTheTree() throws IOException {
    policy();
    ProofFile proof = log.proof(1);
    Leaf.Assign edited = new Leaf.Assign("shop/api", "1.0", TWO, 1001, Optional.empty());
    refused(
        offline(new ProofFile(edited, 1, proof.inclusion(), proof.checkpoint()), image("1.0")),
        "inclusion");
    refused(
        offline(
            new ProofFile(proof.leaf(), 2, proof.inclusion(), proof.checkpoint()), image("1.0")),
        "inclusion");
    refused(
        offline(
            new ProofFile(proof.leaf(), 1, proof.inclusion().subList(1, 2), proof.checkpoint()),
            image("1.0")),
        "inclusion");
    refused(
        offline(
            new ProofFile(proof.leaf(), 7, proof.inclusion(), proof.checkpoint()), image("1.0")),
        "inclusion");
  }

  @Test
  void anotherLogOfTheSameOperator() throws IOException {
    policy();
    try (LogServer second = new LogServer("registry.example/log2")) {
      long index = second.assign("shop/api", "1.0", TWO);
      refused(offline(second.proof(index), image("1.0")), "origin", "registry.example/log2");
    }
    try (LogServer impostor = new LogServer(ORIGIN)) {
      long index = impostor.assign("shop/api", "1.0", TWO);
      refused(offline(impostor.proof(index), image("1.0")), "log-signature");
    }
  }

  /** With policies for two registries, the log of one does not vouch for the names of another. */
  @Test
  void theLogOfAnotherRegistryThatIsBelievedToo() throws IOException {
    try (LogServer other = new LogServer("other.example/log")) {
      policy();
      assertThat(stet("policy", "init", other.host(), "--yes").exitCode()).isZero();
      long index = other.assign("shop/api", "1.0", TWO);
      refused(offline(other.proof(index), image("1.0")), "origin");
      log.instead("/log/proof/shop/api/1.0", 200, other.proof(index).text());
      refused(verify(image("1.0")), "origin");
    }
  }

  @Test
  void aSignatureThatIsBad() throws IOException {
    policy();
    ProofFile proof = log.proof(1);
    String text = proof.text();
    int start = text.lastIndexOf(' ') + 10;
    char other = text.charAt(start) == 'A' ? 'B' : 'A';
    Path file =
        Files.writeString(
            temp.resolve("bad"), text.substring(0, start) + other + text.substring(start + 1));
    refused(verify("--offline", "--proof", file, image("1.0")), "signature");
    Note grown =
        new Note(
            new Checkpoint(ORIGIN, 3, Hash.EMPTY_ROOT).text(), proof.checkpoint().signatures());
    refused(
        offline(new ProofFile(proof.leaf(), 1, proof.inclusion(), grown), image("1.0")),
        "signature");
  }

  @Test
  void untilTheQuorumHasSignedItIsPending() throws IOException {
    policy(WITNESS, OTHER_WITNESS);
    StetRun run = verify(image("1.0"));
    refused(run, "quorum", "is pending", "nobody in the policy");
    log.cosignedBy(WITNESS, ago(Duration.ofMinutes(1)));
    refused(verify(image("1.0")), "quorum", "is pending", "witness-1");
    assertThat(lock()).doesNotExist();
    Path all = compose(image("1.0"));
    assertThat(verify("--all", all).out()).startsWith("pending\t");
    log.cosignedBy(OTHER_WITNESS, ago(Duration.ofMinutes(1)));
    assertThat(verify(image("1.0")).out()).isEqualTo(at(ONE));
  }

  @Test
  void oneKeyUnderTwoNamesCountsOnce() {
    log.cosignedBy(WITNESS, ago(Duration.ofMinutes(1)));
    StetRun run =
        stet(
            "policy",
            "init",
            log.host(),
            "--key",
            log.key().verifier(),
            "--witness",
            WITNESS.verifier(),
            "--witness",
            WITNESS.verifier());
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void cosignaturesOfAnotherCheckpointDoNotCount() throws IOException {
    policy(WITNESS);
    try (LogServer fork = new LogServer(log.key())) {
      fork.assign("shop/api", "1.0", TWO);
      fork.cosignedBy(WITNESS, ago(Duration.ofMinutes(1)));
      ProofFile proof = log.proof(1);
      Note mixed = proof.checkpoint().with(fork.checkpoint().by(WITNESS.verifier()).orElseThrow());
      refused(
          offline(new ProofFile(proof.leaf(), 1, proof.inclusion(), mixed), image("1.0")),
          "signature");
    }
  }

  @Test
  void theAgeOfTheCosignaturesCanBeBounded() {
    log.cosignedBy(WITNESS, ago(Duration.ofHours(23)));
    policy(WITNESS);
    assertThat(verify("--require-fresh", "24h", image("1.0")).exitCode()).isZero();
    log.cosignedBy(WITNESS, ago(Duration.ofHours(25)));
    refused(verify("--require-fresh", "24h", image("1.0")), "freshness", "90000 s old");
    assertThat(verify(image("1.0")).exitCode()).as("a proof does not age").isZero();
    log.cosignedBy(WITNESS, ago(Duration.ofMinutes(-5)));
    assertThat(verify("--require-fresh", "24h", image("1.0")).exitCode()).isZero();
    log.cosignedBy(WITNESS, ago(Duration.ofSeconds(-301)));
    refused(verify("--require-fresh", "24h", image("1.0")), "freshness", "301 s ahead of now");
    policy();
    refused(verify("--require-fresh", "24h", image("1.0")), "freshness");
  }

  @Test
  void aProofThatIsNone() {
    policy();
    for (String wrong :
        List.of("", "nonsense", "<html>", log.proof(1).text().replace("index 1", "index 01"))) {
      log.instead("/log/proof/shop/api/1.0", 200, wrong);
      refused(verify(image("1.0")), "format");
    }
  }

  @Test
  void aRegistryThatDoesNotAnswer() {
    policy();
    log.instead("/log/proof/shop/api/1.0", 500, "");
    refused(verify(image("1.0")), "proof", "it answered 500");
    log.instead("/log/proof/shop/api/1.0", 200, "x".repeat(70_000));
    refused(verify(image("1.0")), "proof", "more than 65536 bytes");
    log.close();
    refused(verify(image("1.0")), "proof", "no answer from");
  }

  @Test
  void theDigestBehindTheTagHasToBeTheOneOfTheLog() {
    policy();
    assertThat(verify(image("1.0") + "@" + ONE).out()).isEqualTo(at(ONE));
    refused(verify(image("1.0") + "@" + TWO), "digest", "wanted " + TWO);
  }

  /** The operator logs a second assignment, and whoever cosigns goes along. */
  @Test
  void aTagThatWasGivenTwiceDiffersFromWhatWasSeen() throws IOException {
    log.cosignedBy(WITNESS, ago(Duration.ofMinutes(1)));
    policy(WITNESS);
    assertThat(verify(image("1.0")).exitCode()).isZero();
    String kept = Files.readString(lock());
    long second = log.assign("shop/api", "1.0", TWO);
    log.instead("/log/proof/shop/api/1.0", 200, log.proof(second).text());
    refused(verify(image("1.0")), "lock", "got " + TWO, "wanted " + ONE, "given twice");
    refused(offline(log.proof(second), image("1.0")), "lock");
    assertThat(lock()).hasContent(kept);
  }

  @Test
  void whatWasSeenStaysInTheLockFile() throws IOException {
    policy();
    assertThat(verify(image("1.0")).exitCode()).isZero();
    log.growTo(300);
    assertThat(verify(image("1.1")).exitCode()).isZero();
    assertThat(Files.readAllLines(lock()).stream().skip(1))
        .hasSize(3)
        .anyMatch(line -> line.startsWith("checkpoint registry.example/log 300 "))
        .anyMatch(line -> line.equals("tag " + image("1.0") + " " + ONE))
        .anyMatch(line -> line.equals("tag " + image("1.1") + " " + TWO));
    assertThat(log.asked()).anyMatch(it -> it.startsWith("/log/tile/"));
    assertThat(verify(image("1.0"), "--lock", "ci/other.lock").err()).contains("kept in ");
    assertThat(temp.resolve("ci/other.lock")).exists();
  }

  @Test
  void aLockFileThatIsNotUnderstoodStopsEverything() throws IOException {
    policy();
    Files.writeString(lock(), "nonsense\n");
    StetRun run = verify(image("1.0"));
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err()).contains("line 1");
    assertThat(lock()).hasContent("nonsense");
  }

  /** The log shows this client one history today and another tomorrow, and cosigners collude. */
  @Test
  void anotherHistoryThanTheOneThatWasSeen() throws IOException {
    log.cosignedBy(WITNESS, ago(Duration.ofMinutes(1)));
    policy(WITNESS);
    log.growTo(20);
    assertThat(verify(image("1.0")).exitCode()).isZero();
    String kept = Files.readString(lock());
    String evidence = "registry.example_log.stet-evidence";
    try (LogServer fork = new LogServer(log.key())) {
      fork.cosignedBy(WITNESS, ago(Duration.ofMinutes(1)));
      long index = fork.assign("shop/api", "2.0", TWO);
      for (int size : new int[] {15, 20, 40}) {
        fork.growTo(size);
        StetRun run =
            stet(
                "verify",
                fork.host() + "/shop/api:2.0",
                "--policy",
                temp.resolve(".config/stet/policies").resolve(log.host().replace(':', '_')));
        refused(
            run,
            "consistency",
            size < 20 ? "a checkpoint of size 20 was seen before" : "the log signed two histories");
        if (size >= 20) {
          assertThat(verify("--evidence", temp.resolve(evidence)).exitCode()).isZero();
          Files.delete(temp.resolve(evidence));
        }
      }
      assertThat(temp.resolve(evidence)).as("nothing shows it").doesNotExist();
      fork.growTo(41);
      assertThat(Files.readString(lock())).isEqualTo(kept);
      assertThat(offline(fork.proof(index), fork.host() + "/shop/api:2.0").exitCode()).isEqualTo(6);
    }
  }

  @Test
  void tilesThatAreWithheldOrWrongLeaveADoubt() {
    policy();
    assertThat(verify(image("1.0")).exitCode()).isZero();
    log.growTo(5);
    log.instead("/log/tile/0/000.p/5", 404, "");
    log.instead("/log/tile/0/000", 404, "");
    refused(verify(image("1.0")), "consistency", "tile/0/000", "--offline");
    log.instead("/log/tile/0/000.p/5", new byte[5 * 32]);
    refused(verify(image("1.0")), "consistency");
    log.instead("/log/tile/0/000.p/5", new byte[7]);
    refused(verify(image("1.0")), "format");
  }

  @Test
  void aFullTileDoesForAPartialOne() {
    policy();
    assertThat(verify(image("1.0")).exitCode()).isZero();
    log.growTo(200);
    ProofFile older = log.proof(1);
    log.growTo(256);
    log.instead("/log/proof/shop/api/1.0", 200, older.text());
    log.instead("/log/tile/0/000.p/200", 404, "");
    assertThat(verify(image("1.0")).exitCode()).isZero();
    assertThat(log.asked()).contains("/log/tile/0/000.p/200", "/log/tile/0/000");
  }

  @Test
  void offlineNobodyIsAskedAndTheComparisonWaits() throws IOException {
    policy();
    ProofFile early = log.proof(1);
    log.growTo(10);
    ProofFile late = log.proof(2);
    assertThat(offline(early, image("1.0")).out()).isEqualTo(at(ONE));
    assertThat(offline(late, image("1.1")).out()).isEqualTo(at(TWO));
    assertThat(log.asked()).isEmpty();
    assertThat(Files.readString(lock()))
        .contains("checkpoint registry.example/log 3 ", "checkpoint registry.example/log 10 ");
    assertThat(verify(image("1.0")).exitCode()).isZero();
    assertThat(Files.readString(lock()))
        .contains("checkpoint registry.example/log 10 ")
        .doesNotContain("checkpoint registry.example/log 3 ");
  }

  @Test
  void offlineAnotherRootOfTheSameSizeIsNoticed() throws IOException {
    policy();
    assertThat(offline(log.proof(1), image("1.0")).exitCode()).isZero();
    try (LogServer fork = new LogServer(log.key())) {
      fork.assign("shop/api", "1.0", ONE);
      fork.assign("shop/api", "1.2", TWO);
      refused(offline(fork.proof(2), image("1.2")), "consistency", "the log signed two histories");
      fork.growTo(4);
      assertThat(offline(fork.proof(2), image("1.2")).exitCode())
          .as("cannot be known offline")
          .isZero();
    }
    refused(verify(image("1.1")), "consistency");
  }

  @Test
  void aFileThatIsNotThere() {
    policy();
    assertThat(verify("--proof", "none", image("1.0")).exitCode()).isEqualTo(3);
    assertThat(verify("--all", "none").exitCode()).isEqualTo(3);
  }

  private void served(String tag, String more) {
    log.instead(
        "/api/v1/repositories/shop%2Fapi/tags/1.0",
        200, ApiAnswers.history(ApiAnswers.tag("1.0", "tag", tag, more), "", ""));
  }

  @Test
  void theRegistryIsAskedAboutDeletionsOnlyOnDemand() {
    policy();
    served(ONE, "");
    assertThat(verify(image("1.0")).exitCode()).isZero();
    assertThat(log.asked()).noneMatch(it -> it.startsWith("/api/"));
    StetRun run = verify("--online", image("1.0"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("not deleted, says the registry; no proof shows that");
  }

  @Test
  void aTagThatTheRegistrySaysIsDeleted() {
    policy();
    served(ONE, ",\"deletedAt\":\"2026-11-20T12:00:00Z\",\"deletedReason\":\"security\"");
    assertThat(verify(image("1.0")).exitCode()).as("no proof shows it").isZero();
    refused(
        verify("--online", image("1.0")),
        "tombstone",
        "deleted at 2026-11-20T12:00:00Z, reason security");
  }

  @Test
  void aRegistryThatServesAnotherImageThanItLogged() {
    policy();
    served(TWO, "");
    refused(verify("--online", image("1.0")), "digest", "got " + TWO + " from the registry");
    log.instead("/api/v1/repositories/shop%2Fapi/tags/1.0", 500, "");
    refused(verify("--online", image("1.0")), "online");
  }

  private Path compose(String... images) throws IOException {
    StringBuilder text = new StringBuilder("services:\n");
    for (int i = 0; i < images.length; i++) {
      text.append("  s").append(i).append(": {image: \"").append(images[i]).append("\"}\n");
    }
    return Files.writeString(temp.resolve("compose.yaml"), text);
  }

  @Test
  void everyImageOfAFileIsToldOf() throws IOException {
    policy();
    Path file = compose(image("1.0"), "nginx:1.29", image("9.9"), "x:${TAG}", "Bad//name");
    StetRun run = verify("--all", file);
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.out().lines().map(line -> line.replaceAll("\t[^\t]*$", "")))
        .containsExactly(
            "verified\t%s\t%s\tservice s0".formatted(image("1.0"), ONE),
            "no policy for this registry\tnginx:1.29\t\tservice s1",
            "failed\t" + image("9.9") + "\t\tservice s2",
            "failed\tx:${TAG}\t\tservice s3",
            "failed\tBad//name\t\tservice s4");
    assertThat(run.err())
        .contains("stet policy init docker.io --key VKEY", "docker compose config");
  }

  @Test
  void aFileWhereAllIsVerifiedEndsWithZero() throws IOException {
    policy();
    StetRun run = verify("--all", compose(image("1.0"), image("1.1") + "@" + TWO));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).hasSize(2).allMatch(line -> line.startsWith("verified\t"));
    assertThat(lock()).content().contains(image("1.1"));
  }

  @Test
  void onlyTheHostsThatAreMeantCount() throws IOException {
    policy();
    Path file = compose(image("1.0"), "nginx:1.29", "other.example/a:${TAG}");
    StetRun run = verify("--all", file, "--only-host", log.host());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().map(line -> line.replaceAll("\t.*", "")))
        .containsExactly("verified", "skipped", "skipped");
    assertThat(verify("--all", file, "--only-host", "registry.example").exitCode())
        .as("nothing was verified")
        .isEqualTo(6);
    Path unclear = compose(image("1.0"), "${HOST}/a:1");
    assertThat(verify("--all", unclear, "--only-host", log.host()).exitCode())
        .as("it may be of that host")
        .isEqualTo(6);
  }

  @Test
  void anImageByDigestAloneIsNotVerified() throws IOException {
    policy();
    StetRun run = verify("--all", compose(log.host() + "/shop/api@" + ONE));
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err()).contains("write " + log.host() + "/shop/api:TAG@" + ONE);
    assertThat(verify("--all", compose(log.host() + "/shop/api")).err())
        .contains("shop/api:latest is not verified: the check 'proof' failed");
  }

  @Test
  void aFileThatNamesNoImageVerifiesNothing() throws IOException {
    Path file = Files.writeString(temp.resolve("c.yaml"), "services: {a: {build: .}}");
    StetRun run = verify("--all", file);
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err()).contains("names no image");
  }

  private EvidenceFile.Fork fork() {
    log.growTo(5);
    Note older = log.checkpoint();
    try (LogServer fork = new LogServer(log.key())) {
      fork.growTo(9);
      return new EvidenceFile.Fork(
          log.key().verifier(),
          older,
          fork.checkpoint(),
          Proofs.root(5, fork::tile),
          Proofs.consistency(5, 9, fork::tile));
    }
  }

  @Test
  void evidenceOfAForkIsChecked() throws IOException {
    EvidenceFile.Fork fork = fork();
    Path file = Files.writeString(temp.resolve("fork.evidence"), fork.text());
    StetRun run = verify("--evidence", file);
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out()).startsWith("fork\tregistry.example/log\tthe log signed two histories");
    assertThat(run.err()).contains("signed with " + log.key().verifier());
    assertThat(verify("--evidence", file, "-o", "json").out())
        .contains("\"claim\" : \"fork\"", "\"origin\" : \"registry.example/log\"", "\"shows\"");
    Path mine =
        Files.writeString(temp.resolve("p"), "log " + log.key().verifier() + "\nquorum none\n");
    assertThat(verify("--evidence", file, "--policy", mine).exitCode()).isZero();
  }

  @Test
  void evidenceThatShowsNothingIsNone() throws IOException {
    EvidenceFile.Fork fork = fork();
    Path file = temp.resolve("file");
    Note grown = log.growTo(9).checkpoint();
    for (String text :
        List.of(
            "nonsense",
            fork.text().replaceFirst("root .*", "root " + Hash.EMPTY_ROOT.base64()),
            new EvidenceFile.Fork(
                    log.key().verifier(),
                    fork.older(),
                    grown,
                    Proofs.root(5, log::tile),
                    Proofs.consistency(5, 9, log::tile))
                .text())) {
      Files.writeString(file, text);
      StetRun run = verify("--evidence", file);
      assertThat(run.exitCode()).as(run.toString()).isEqualTo(6);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("is no evidence", "\n  next: ");
    }
    Files.writeString(file, fork.text());
    Path other =
        Files.writeString(
            temp.resolve("p"),
            "log "
                + SigningKey.generate(ORIGIN, KeyType.ED25519, RANDOM).verifier()
                + "\nquorum none\n");
    assertThat(verify("--evidence", file, "--policy", other).exitCode()).isEqualTo(6);
    assertThat(verify("--evidence", "none").exitCode()).isEqualTo(3);
  }

  @Test
  void whatContradictsItselfIsNotUnderstood() throws IOException {
    Path proof = proof(log.proof(1));
    for (Object[] wrong :
        new Object[][] {
          {},
          {"--all", "a", "b:1"},
          {"--evidence", "a", "b:1"},
          {"a:1", "--only-host", "x"},
          {"a:1", "b:1", "--proof", proof},
          {"a:1", "--offline"},
          {"a:1", "--offline", "--proof", proof, "--online"},
          {"a:1", "--require-fresh", "soon"},
          {"a"},
          {"a@" + ONE},
          {"A:1"}
        }) {
      StetRun run = verify(wrong);
      assertThat(run.exitCode()).as("%s", List.of(wrong)).isEqualTo(2);
      assertThat(run.out()).isEmpty();
    }
  }
}
