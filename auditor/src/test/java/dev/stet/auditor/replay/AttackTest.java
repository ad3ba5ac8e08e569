package dev.stet.auditor.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.auditor.TestLog;
import dev.stet.auditor.cosigner.Cosigner;
import dev.stet.auditor.reading.HttpLog;
import dev.stet.log.AddCheckpoint;
import dev.stet.log.AddCheckpoint.Answer;
import dev.stet.log.Checkpoint;
import dev.stet.log.EntryBundle;
import dev.stet.log.EvidenceFile;
import dev.stet.log.Hash;
import dev.stet.log.KeyType;
import dev.stet.log.Leaf;
import dev.stet.log.Note;
import dev.stet.log.Proofs;
import dev.stet.log.Reason;
import dev.stet.log.SigningKey;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that does wrong gets no signature, and what it did can be shown to others. */
class AttackTest {
  private static final SigningKey KEY =
      SigningKey.generate("auditor.example/a", KeyType.COSIGNATURE, new SecureRandom());
  private static final String TIME = "1700000900000";
  private static final int HONEST = 300;

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private TestLog log;
  private Auditor auditor;

  @BeforeEach
  void start() throws IOException {
    log = new TestLog().begin().grow(HONEST - 1);
    auditor = open();
    log.publish();
    auditor.follow();
    assertThat(auditor.progress().signed()).isEqualTo(HONEST);
  }

  private Auditor open() {
    return new Auditor(
        folder,
        new HttpLog(client, log.url()),
        List.of(log.key().verifier()),
        KEY,
        Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC));
  }

  @AfterEach
  void stop() {
    auditor.close();
    log.close();
    client.close();
  }

  private Answer ask() {
    return ask(log, log.publish());
  }

  private Answer ask(TestLog from, Note checkpoint) {
    long size = Checkpoint.parse(checkpoint.text()).size();
    List<Hash> proof = size <= HONEST ? List.of() : Proofs.consistency(HONEST, size, from.tiles());
    String body = new AddCheckpoint(HONEST, proof, checkpoint).text();
    return auditor.addCheckpoint(body.getBytes(StandardCharsets.UTF_8));
  }

  /** It stopped for good, and wrote a file that shows this. */
  private EvidenceFile assertStopped(String claim) throws IOException {
    EvidenceFile file = EvidenceFile.parse(Files.readAllBytes(folder.resolve("evidence.txt")));
    file.verify();
    assertThat(file.claim()).isEqualTo(claim);
    assertThat(file.log()).isEqualTo(log.key().verifier());
    assertThat(auditor.progress().stopped()).isTrue();
    assertNothingSigned();
    auditor.close();
    auditor = open();
    log.show(Note.sign(auditor.signed(hash()).orElseThrow().text(), log.key()));
    auditor.follow();
    assertThat(ask(log, auditor.signed(hash()).orElseThrow()))
        .isEqualTo(new AddCheckpoint.Inconsistent());
    return file;
  }

  private static String hash() {
    return Cosigner.originHash(TestLog.ORIGIN);
  }

  private void assertNothingSigned() {
    Note signed = auditor.signed(hash()).orElseThrow();
    assertThat(Checkpoint.parse(signed.text()).size()).isEqualTo(HONEST);
  }

  private void assertAlarm(String name) {
    assertThat(auditor.progress().alarms()).containsExactly(name);
    assertThat(folder.resolve(name + ".alarm")).exists();
    assertThat(folder.resolve("evidence.txt")).doesNotExist();
    assertNothingSigned();
  }

  @Test
  void aSecondAssignmentOfATag() throws IOException {
    log.grow(500).assign("shop/api", "v17").grow(20);

    assertThat(ask()).isEqualTo(new AddCheckpoint.Inconsistent());

    EvidenceFile file = assertStopped("R2");
    assertThat(file.verify().shows()).contains("shop/api:v17", "entry 17", "entry 800");
    assertThat(file.verify().unless()).isEmpty();
  }

  @Test
  void aSecondAssignmentAfterATombstone() throws IOException {
    log.append(
            new Leaf.Tombstone("shop/api", "v17", 17, log.time(), Reason.OWNER, Optional.empty()))
        .assign("shop/api", "v17");
    log.publish();

    auditor.follow();

    assertStopped("R2");
  }

  @Test
  void aGenesisInTheMiddle() throws IOException {
    log.append(new Leaf.Genesis(TestLog.ORIGIN, Optional.empty(), log.time()));
    ask();
    assertStopped("R1");
  }

  @Test
  void aTombstoneOfWhatWasNeverAssigned() throws IOException {
    log.append(new Leaf.Tombstone("shop/api", "x", 17, log.time(), Reason.OWNER, Optional.empty()));
    ask();
    assertThat(assertStopped("R3").verify().unless()).isEmpty();
  }

  @Test
  void aTombstoneThatNamesAnotherAssignment() throws IOException {
    log.append(
        new Leaf.Tombstone("shop/api", "v17", 18, log.time(), Reason.OWNER, Optional.empty()));
    ask();
    assertThat(assertStopped("R3").verify().unless()).isEmpty();
  }

  @Test
  void aTombstoneThatNamesALaterEntry() throws IOException {
    log.append(
        new Leaf.Tombstone("shop/api", "x", 9999, log.time(), Reason.OWNER, Optional.empty()));
    ask();
    assertThat(assertStopped("R3").verify().unless()).isEmpty();
  }

  @Test
  void aRestoreOfWhatIsLive() throws IOException {
    log.append(new Leaf.Restore("shop/api", "v17", 17, log.time(), Optional.empty()));
    ask();
    assertThat(assertStopped("R3").verify().unless()).isPresent();
  }

  @Test
  void aTombstoneOnATombstone() throws IOException {
    Leaf tombstone =
        new Leaf.Tombstone("shop/api", "v17", 17, log.time(), Reason.OWNER, Optional.empty());
    log.append(tombstone)
        .append(new Leaf.Restore("shop/api", "v17", 17, log.time(), Optional.empty()))
        .append(tombstone)
        .grow(300)
        .append(
            new Leaf.Tombstone("shop/api", "v17", 17, log.time(), Reason.LEGAL, Optional.empty()));
    ask();
    EvidenceFile.Violation file = (EvidenceFile.Violation) assertStopped("R3");
    assertThat(file.entries())
        .extracting(EvidenceFile.Entry::index)
        .containsExactly(17L, HONEST + 2L, HONEST + 303L);
    assertThat(file.verify().unless()).isPresent();
  }

  @Test
  void aRestoreOfWhatIsGoneForEver() throws IOException {
    log.append(
            new Leaf.Tombstone(
                "shop/api", "v17", 17, log.time(), Reason.SECURITY, Optional.empty()))
        .append(new Leaf.Restore("shop/api", "v17", 17, log.time(), Optional.empty()));
    ask();
    assertThat(assertStopped("R3").verify().unless()).isEmpty();
  }

  @Test
  void anEntryThatIsNotCanonical() throws IOException {
    log.append("stet-log/v1 assign\nshop/api\nx\nsha256:" + "A".repeat(64) + "\n1\nmeta -\n");
    ask();
    assertStopped("R4");
  }

  /** In a log of plain names, that of another mode is no name. */
  @Test
  void aNameOfAnotherMode() throws IOException {
    log.append(
        "stet-log/v1 assign\nk1.R2FyYmFnZQ\nR2FyYmFnZQ\nsha256:"
            + "a".repeat(64)
            + "\n"
            + TIME
            + "\nmeta -\n");
    ask();
    assertStopped("R4");
  }

  @Test
  void timeThatGoesBack() throws IOException {
    log.grow(10)
        .append(new Leaf.Assign("a/b", "c", "sha256:" + "0".repeat(64), 1, Optional.empty()));
    ask();
    assertStopped("R5");
  }

  @Test
  void anotherHistoryOfTheSameSize() throws IOException {
    try (TestLog fork = log.fork(HONEST - 10)) {
      fork.grow(9).assign("shop/api", "evil");
      log.serve(fork);

      assertThat(ask(fork, fork.publish())).isEqualTo(new AddCheckpoint.Inconsistent());

      assertStopped("fork");
    }
  }

  @Test
  void anotherHistoryThatIsLonger() throws IOException {
    try (TestLog fork = log.fork(250)) {
      fork.assign("shop/api", "evil").grow(400);
      log.serve(fork);

      assertThat(ask(fork, fork.publish())).isEqualTo(new AddCheckpoint.Inconsistent());

      EvidenceFile.Fork file = (EvidenceFile.Fork) assertStopped("fork");
      assertThat(Checkpoint.parse(file.older().text()).size()).isEqualTo(HONEST);
    }
  }

  @Test
  void anotherHistoryThatIsShorter() throws IOException {
    try (TestLog fork = log.fork(100)) {
      fork.assign("shop/api", "evil").grow(27); // of size 128, a power of two
      log.show(fork.publish());

      auditor.follow();

      assertStopped("fork");
    }
  }

  /** Without the tiles of the other history nothing can be shown, and nothing is signed. */
  @Test
  void anotherHistoryThatIsNotServed() throws IOException {
    try (TestLog fork = log.fork(250)) {
      fork.assign("shop/api", "evil").grow(400);

      assertThat(ask(fork, fork.publish())).isEqualTo(new AddCheckpoint.Inconsistent());

      assertAlarm("withheld");
    }
  }

  @Test
  void aWithheldBundle() {
    log.grow(500);
    log.withhold("tile/entries/002");

    assertThat(ask().status()).isEqualTo(503);

    assertAlarm("withheld");
    log.giveOut();
    assertThat(ask()).isInstanceOf(AddCheckpoint.Cosigned.class);
    assertThat(auditor.progress().alarms()).isEmpty();
    assertThat(folder.resolve("withheld.alarm")).doesNotExist();
  }

  @Test
  void aBundleThatIsNone() {
    log.grow(500);
    log.replace("tile/entries/002", new byte[] {0, 9, 1});

    assertThat(ask().status()).isEqualTo(503);

    assertAlarm("withheld");
  }

  @Test
  void entriesThatAreNotThoseOfTheTree() throws IOException {
    log.grow(500);
    List<byte[]> entries = new ArrayList<>();
    EntryBundle bundle = new EntryBundle(2, 256);
    entries.addAll(bundle.decode(log.bundle(bundle)));
    entries.set(7, "another".getBytes(StandardCharsets.UTF_8));
    log.replace(bundle.path(), EntryBundle.encode(entries));

    assertThat(ask().status()).isEqualTo(503);

    assertAlarm("withheld");
    EvidenceFile.Unbound file =
        (EvidenceFile.Unbound)
            EvidenceFile.parse(Files.readAllBytes(folder.resolve("unbound.txt")));
    assertThat(file.served().index()).isEqualTo(2 * 256 + 7);
    assertThat(file.verify().unless()).isPresent();
    log.giveOut();
    assertThat(ask()).isInstanceOf(AddCheckpoint.Cosigned.class);
  }

  @Test
  void tilesThatDoNotLeadToTheRoot() {
    log.grow(500);
    log.replace("tile/0/002", new byte[8192]);
    log.replace("tile/1/000.p/3", new byte[96]);

    assertThat(ask().status()).isIn(422, 503);

    assertAlarm("withheld");
  }

  @Test
  void anEntryThatOnlyANewerVersionCanJudge() throws IOException {
    log.grow(50).append("stet-log/v2 assign\nwhatever\n").grow(5);

    assertThat(ask().status()).isEqualTo(503);

    assertAlarm("unjudged");
    assertThat(auditor.progress().size()).isEqualTo(HONEST + 50);
    assertThat(Files.readString(folder.resolve("unjudged.alarm"))).contains("stet-log/v2 assign");
    auditor.close();
    auditor = open();
    assertThat(ask().status()).isEqualTo(503);
  }

  @Test
  void anOlderCheckpointThanBefore() {
    Note old = log.publish();
    log.grow(10).publish();
    auditor.follow();
    log.show(old);

    auditor.follow();

    assertThat(auditor.progress().alarms()).containsExactly("older");
    assertThat(auditor.progress().signed()).isEqualTo(HONEST + 10);
    log.publish();
    auditor.follow();
    assertThat(auditor.progress().alarms()).isEmpty();
  }

  @Test
  void aCheckpointOfAnotherKey() {
    SigningKey stranger = SigningKey.generate(TestLog.ORIGIN, KeyType.ED25519, new SecureRandom());
    log.show(Note.sign(log.grow(1).publish().text(), stranger));

    auditor.follow();

    assertAlarm("withheld");
  }
}
