package dev.stet.auditor.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.auditor.TestLog;
import dev.stet.auditor.cosigner.Cosigner;
import dev.stet.auditor.reading.HttpLog;
import dev.stet.log.AddCheckpoint;
import dev.stet.log.AddCheckpoint.Answer;
import dev.stet.log.Checkpoint;
import dev.stet.log.Hash;
import dev.stet.log.KeyType;
import dev.stet.log.Leaf;
import dev.stet.log.Note;
import dev.stet.log.Proofs;
import dev.stet.log.Reason;
import dev.stet.log.SigningKey;
import dev.stet.store.StoreException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An auditor of an honest log: what it reads, what it signs, and what it keeps. */
class AuditorTest {
  private static final SigningKey KEY =
      SigningKey.generate("auditor.example/a", KeyType.COSIGNATURE, new SecureRandom());
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private TestLog log;
  private Auditor auditor;

  @BeforeEach
  void start() throws IOException {
    log = new TestLog().begin();
    auditor = open(NOON);
  }

  private Auditor open(Instant now) {
    return new Auditor(
        folder,
        new HttpLog(client, log.url()),
        List.of(log.key().verifier()),
        KEY,
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private void restart(Instant now) {
    auditor.close();
    auditor = open(now);
  }

  @AfterEach
  void stop() {
    auditor.close();
    log.close();
    client.close();
  }

  private Answer ask(long old, Note checkpoint) {
    long size = Checkpoint.parse(checkpoint.text()).size();
    List<Hash> proof =
        old == 0 || old == size ? List.of() : Proofs.consistency(old, size, log.tiles());
    String body = new AddCheckpoint(old, proof, checkpoint).text();
    return auditor.addCheckpoint(body.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertCosigned(Answer answer, Note checkpoint) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            AddCheckpoint.Cosigned.class,
            it -> assertThat(it.good(List.of(KEY.verifier()), checkpoint.text())).hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000})
  void everySizeIsReplayedAndSigned(int size) {
    Note checkpoint = log.grow(size - 1).publish();

    assertCosigned(ask(0, checkpoint), checkpoint);

    assertThat(auditor.progress().size()).isEqualTo(size);
    assertThat(auditor.progress().tags()).isEqualTo(size - 1);
    assertThat(auditor.progress().alarms()).isEmpty();
  }

  @Test
  void aLogIsFollowedStepByStep() {
    long old = 0;
    for (int step : new int[] {1, 2, 300, 1, 255, 512, 1000}) {
      Note checkpoint = log.grow(step).publish();
      assertCosigned(ask(old, checkpoint), checkpoint);
      old = log.size();
    }
  }

  @Test
  void onlyWhatIsNewIsRead() {
    ask(0, log.grow(599).publish());
    log.asked();

    ask(600, log.grow(10).publish());

    assertThat(log.asked())
        .filteredOn(path -> path.startsWith("tile/entries/"))
        .containsExactly("tile/entries/002.p/98");
  }

  @Test
  void aPartialBundleMayHaveBecomeAFullOne() {
    Note checkpoint = log.grow(299).publish();
    log.grow(300).publish();
    log.withhold("tile/entries/001.p/44", "tile/0/001.p/44");

    assertCosigned(ask(0, checkpoint), checkpoint);
  }

  @Test
  void whatItKnowsOutlivesIt() {
    ask(0, log.grow(1000).publish());
    log.append(new Leaf.Tombstone("shop/api", "v7", 7, log.time(), Reason.OWNER, Optional.empty()));
    ask(1001, log.publish());
    restart(NOON);
    log.asked();

    log.append(new Leaf.Restore("shop/api", "v7", 7, log.time(), Optional.empty()));
    Note checkpoint = log.publish();
    assertCosigned(ask(1002, checkpoint), checkpoint);

    assertThat(log.asked()).contains("tile/entries/003.p/235").doesNotContain("tile/entries/000");
  }

  @Test
  void whatIsBehindTheStateIsCutOff() throws IOException {
    ask(0, log.grow(99).publish());
    auditor.close();
    Files.write(folder.resolve("keys"), new byte[120], StandardOpenOption.APPEND);
    auditor = open(NOON);

    Note checkpoint = log.grow(10).publish();
    assertCosigned(ask(100, checkpoint), checkpoint);
    restart(NOON);

    assertThat(auditor.progress().tags()).isEqualTo(109);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keys", "state"})
  void whatWasChangedOnTheDiskIsNotBelieved(String file) throws IOException {
    ask(0, log.grow(99).publish());
    auditor.close();
    byte[] bytes = Files.readAllBytes(folder.resolve(file));
    bytes[bytes.length / 2] ^= 1;
    Files.write(folder.resolve(file), bytes);

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> open(NOON))
        .withMessageContaining("was changed");
    Files.delete(folder.resolve("state"));
    auditor = open(NOON);
  }

  @Test
  void theFolderIsOfOneLog() throws IOException {
    ask(0, log.publish());
    auditor.close();
    SigningKey other =
        SigningKey.generate("log.example/other", KeyType.ED25519, new SecureRandom());

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(
            () ->
                new Auditor(
                    folder,
                    new HttpLog(client, log.url()),
                    List.of(other.verifier()),
                    KEY,
                    Clock.fixed(NOON, ZoneOffset.UTC)))
        .withMessageContaining(TestLog.ORIGIN);
    auditor = open(NOON);
  }

  @Test
  void theSameCheckpointIsSignedAgain() {
    Note checkpoint = log.grow(9).publish();
    ask(0, checkpoint);

    assertCosigned(ask(10, checkpoint), checkpoint);
  }

  @Test
  void whoeverAsksFromAnotherSizeIsToldWhere() {
    Note ten = log.grow(9).publish();
    ask(0, ten);
    Note twenty = log.grow(10).publish();

    assertThat(ask(0, twenty)).isEqualTo(new AddCheckpoint.OtherSize(10));
    assertThat(ask(5, twenty)).isEqualTo(new AddCheckpoint.OtherSize(10));
    assertThat(ask(20, twenty)).isEqualTo(new AddCheckpoint.OtherSize(10));
    assertThat(
            auditor.addCheckpoint(
                "old 21\n\n".concat(twenty.encoded()).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new AddCheckpoint.BadRequest());
    assertThat(auditor.progress().signed()).isEqualTo(10);
  }

  /** Anybody can send a proof that is none. */
  @Test
  void whatIsRefusedIsNotSignedEither() {
    ask(0, log.grow(9).publish());
    Optional<Note> signed = auditor.signed(Cosigner.originHash(TestLog.ORIGIN));
    String body = new AddCheckpoint(10, List.of(), log.grow(10).publish()).text();

    assertThat(auditor.addCheckpoint(body.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new AddCheckpoint.Inconsistent());

    assertThat(auditor.signed(Cosigner.originHash(TestLog.ORIGIN))).isEqualTo(signed);
    assertThat(auditor.progress().signed()).isEqualTo(10);
    restart(NOON);
    assertThat(auditor.progress().signed()).isEqualTo(10);
  }

  @Test
  void othersAreNotSignedFor() {
    Note ours = log.publish();
    SigningKey stranger = SigningKey.generate(TestLog.ORIGIN, KeyType.ED25519, new SecureRandom());
    SigningKey other = SigningKey.generate("log.example/b", KeyType.ED25519, new SecureRandom());
    String text = new Checkpoint("log.example/b", 1, Hash.EMPTY_ROOT).text();

    assertThat(ask(0, Note.sign(ours.text(), stranger))).isEqualTo(new AddCheckpoint.NotSigned());
    assertThat(ask(0, Note.sign(text, other))).isEqualTo(new AddCheckpoint.UnknownLog());
    assertThat(auditor.addCheckpoint("nonsense".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new AddCheckpoint.BadRequest());
    assertThat(auditor.signed(Cosigner.originHash(TestLog.ORIGIN))).isEmpty();
  }

  @Test
  void itLooksByItself() {
    Note checkpoint = log.grow(99).publish();

    assertThat(auditor.follow()).contains(checkpoint);

    Note signed = auditor.signed(Cosigner.originHash(TestLog.ORIGIN)).orElseThrow();
    assertThat(signed.text()).isEqualTo(checkpoint.text());
    assertThat(signed.verifiedBy(List.of(KEY.verifier(), log.key().verifier()))).hasSize(2);
    assertThat(auditor.signed(Cosigner.originHash("log.example/other"))).isEmpty();
  }

  @Test
  void anOldSignatureIsMadeAnew() {
    log.publish();
    auditor.follow();
    Optional<Note> first = auditor.signed(Cosigner.originHash(TestLog.ORIGIN));

    restart(NOON.plus(Duration.ofMinutes(9)));
    auditor.follow();
    assertThat(auditor.signed(Cosigner.originHash(TestLog.ORIGIN))).isEqualTo(first);

    restart(NOON.plus(Duration.ofMinutes(10)));
    auditor.follow();
    assertThat(auditor.signed(Cosigner.originHash(TestLog.ORIGIN))).isNotEqualTo(first);
  }
}
