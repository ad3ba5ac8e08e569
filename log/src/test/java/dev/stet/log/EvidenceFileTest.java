package dev.stet.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An evidence file shows what it claims, or is refused. */
class EvidenceFileTest {
  private static final String ORIGIN = "log.example/test";
  private static final SigningKey KEY =
      SigningKey.generate(ORIGIN, KeyType.ED25519, new SecureRandom());

  private final MemoryTiles tiles = new MemoryTiles();
  private final List<Leaf> leaves = new ArrayList<>();

  EvidenceFileTest() {
    add(new Leaf.Genesis(ORIGIN, Optional.empty(), 1));
    for (int i = 1; i < 20; i++) {
      add(assign("v" + i, i));
    }
  }

  private static Leaf assign(String tag, long time) {
    return new Leaf.Assign("a/b", tag, "sha256:" + "0".repeat(64), time, Optional.empty());
  }

  private static Leaf tombstone(String tag, long assigned, Reason reason) {
    return new Leaf.Tombstone("a/b", tag, assigned, 100, reason, Optional.empty());
  }

  private static Leaf restore(String tag, long assigned) {
    return new Leaf.Restore("a/b", tag, assigned, 100, Optional.empty());
  }

  private EvidenceFileTest add(Leaf leaf) {
    leaves.add(leaf);
    tiles.append(Hash.leaf(leaf.bytes()));
    return this;
  }

  private Note head() {
    return head(KEY);
  }

  private Note head(SigningKey key) {
    return Note.sign(new Checkpoint(ORIGIN, leaves.size(), tiles.frontier().root()).text(), key);
  }

  private EvidenceFile.Entry entry(int index) {
    return new EvidenceFile.Entry(
        index, leaves.get(index).bytes(), Proofs.inclusion(index, leaves.size(), tiles));
  }

  private EvidenceFile.Violation violation(Rule rule, int... indexes) {
    List<EvidenceFile.Entry> entries = new ArrayList<>();
    for (int index : indexes) {
      entries.add(entry(index));
    }
    return new EvidenceFile.Violation(KEY.verifier(), rule, head(), entries);
  }

  private static void assertShows(EvidenceFile file, boolean certain) {
    EvidenceFile read = EvidenceFile.parse(file.bytes());
    assertThat(read.text()).isEqualTo(file.text());
    assertThat(read.verify().unless().isEmpty()).isEqualTo(certain);
  }

  private static void assertShowsNot(EvidenceFile file, Check check) {
    assertThatExceptionOfType(VerificationException.class)
        .isThrownBy(() -> EvidenceFile.parse(file.bytes()).verify())
        .satisfies(it -> assertThat(it.check()).isEqualTo(check));
  }

  @Test
  void aTagThatIsAssignedTwice() {
    add(assign("v7", 50));
    assertShows(violation(Rule.R2, 7, 20), true);
    assertShowsNot(violation(Rule.R2, 8, 20), Check.EVIDENCE);
    assertShowsNot(violation(Rule.R2, 7), Check.EVIDENCE);
  }

  @Test
  void theEntriesAreInTheSignedTree() {
    add(assign("v7", 50));
    EvidenceFile.Violation good = violation(Rule.R2, 7, 20);
    EvidenceFile.Entry forged =
        new EvidenceFile.Entry(8, assign("v7", 8).bytes(), entry(8).proof());

    assertShowsNot(
        new EvidenceFile.Violation(
            KEY.verifier(), Rule.R2, head(), List.of(forged, good.entries().getLast())),
        Check.INCLUSION);
  }

  @Test
  void theLogHasSigned() {
    add(assign("v7", 50));
    SigningKey other = SigningKey.generate(ORIGIN, KeyType.ED25519, new SecureRandom());
    assertShowsNot(
        new EvidenceFile.Violation(
            KEY.verifier(), Rule.R2, head(other), violation(Rule.R2, 7, 20).entries()),
        Check.SIGNATURE);
  }

  @Test
  void entriesAreInTheirOrder() {
    add(assign("v7", 50));
    EvidenceFile.Violation file = violation(Rule.R2, 20, 7);
    assertThatExceptionOfType(MalformedException.class).isThrownBy(file::verify);
    EvidenceFile.Violation twice = violation(Rule.R2, 7, 7);
    assertThatExceptionOfType(MalformedException.class).isThrownBy(twice::verify);
  }

  @Test
  void aGenesisThatIsNotTheBeginning() {
    add(new Leaf.Genesis(ORIGIN, Optional.empty(), 100));
    assertShows(violation(Rule.R1, 20), true);
    assertShowsNot(violation(Rule.R1, 0), Check.EVIDENCE);
    assertShowsNot(violation(Rule.R1, 3), Check.EVIDENCE);
  }

  @Test
  void changesOutOfTurn() {
    add(tombstone("v3", 3, Reason.OWNER)); // 20
    add(restore("v3", 3));
    add(tombstone("v3", 3, Reason.SECURITY)); // 22
    add(restore("v3", 3));
    add(restore("v4", 4)); // 24
    add(tombstone("v5", 6, Reason.OWNER));
    add(tombstone("v3", 3, Reason.OWNER)); // 26
    add(restore("v9", 99));
    add(tombstone("x", 8, Reason.OWNER)); // 28

    assertShows(violation(Rule.R3, 3, 22, 23), true);
    assertShows(violation(Rule.R3, 4, 24), false);
    assertShows(violation(Rule.R3, 5, 25), true);
    assertShows(violation(Rule.R3, 3, 20, 26), false);
    assertShows(violation(Rule.R3, 27), true);
    assertShows(violation(Rule.R3, 8, 28), true);
    assertShowsNot(violation(Rule.R3, 3, 20), Check.EVIDENCE);
    assertShowsNot(violation(Rule.R3, 3, 20, 21), Check.EVIDENCE);
    assertShowsNot(violation(Rule.R3, 3), Check.EVIDENCE);
    assertShowsNot(violation(Rule.R3, 21), Check.EVIDENCE);
    assertShowsNot(violation(Rule.R3, 3, 22), Check.EVIDENCE);
  }

  @Test
  void entriesThatAreNoLeaves() {
    String text = "stet-log/v1 assign\nA/B\n";
    for (String entry : List.of(text, "stet-log/v2 assign\n")) {
      tiles.append(Hash.leaf(bytes(entry)));
    }
    Note head = Note.sign(new Checkpoint(ORIGIN, 22, tiles.frontier().root()).text(), KEY);

    assertShows(single(head, 20, text), true);
    assertShowsNot(single(head, 21, "stet-log/v2 assign\n"), Check.EVIDENCE);
    assertShowsNot(single(head, 0, leaves.getFirst().text()), Check.EVIDENCE);
  }

  private EvidenceFile single(Note head, int index, String entry) {
    EvidenceFile.Entry shown =
        new EvidenceFile.Entry(index, bytes(entry), Proofs.inclusion(index, 22, tiles));
    return new EvidenceFile.Violation(KEY.verifier(), Rule.R4, head, List.of(shown));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void timeThatGoesBack() {
    add(assign("w", 5)).add(assign("x", 5));
    assertShows(violation(Rule.R5, 19, 20), true);
    assertShowsNot(violation(Rule.R5, 18, 20), Check.EVIDENCE);
    assertShowsNot(violation(Rule.R5, 20, 21), Check.EVIDENCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 16, 19, 20})
  void twoHistories(int size) {
    MemoryTiles other = new MemoryTiles();
    for (int i = 0; i < size; i++) {
      other.append(Hash.leaf(new byte[] {(byte) i}));
    }
    Note forked = Note.sign(new Checkpoint(ORIGIN, size, other.frontier().root()).text(), KEY);
    Note honest = Note.sign(new Checkpoint(ORIGIN, size, Proofs.root(size, tiles)).text(), KEY);
    Hash root = Proofs.root(size, tiles);
    List<Hash> proof = size == 20 ? List.of() : Proofs.consistency(size, 20, tiles);

    assertShows(new EvidenceFile.Fork(KEY.verifier(), forked, head(), root, proof), true);
    assertShowsNot(
        new EvidenceFile.Fork(KEY.verifier(), honest, head(), root, proof), Check.EVIDENCE);
    assertShowsNot(
        new EvidenceFile.Fork(KEY.verifier(), honest, head(), other.frontier().root(), proof),
        Check.CONSISTENCY);
  }

  @Test
  void twoLogsAreNoFork() {
    SigningKey key = SigningKey.generate("key", KeyType.ED25519, new SecureRandom());
    Note one = Note.sign(new Checkpoint("a", 1, Hash.leaf(new byte[0])).text(), key);
    Note two = Note.sign(new Checkpoint("b", 1, Hash.leaf(new byte[1])).text(), key);

    assertShowsNot(
        new EvidenceFile.Fork(key.verifier(), one, two, Hash.leaf(new byte[1]), List.of()),
        Check.EVIDENCE);
  }

  @Test
  void anEntryThatIsNotTheOneInTheTree() {
    EvidenceFile.Entry other = new EvidenceFile.Entry(3, bytes("x"), entry(3).proof());
    Hash leaf = Hash.leaf(leaves.get(3).bytes());

    assertShows(new EvidenceFile.Unbound(KEY.verifier(), head(), other, leaf), false);
    assertShowsNot(
        new EvidenceFile.Unbound(KEY.verifier(), head(), entry(3), leaf), Check.EVIDENCE);
    assertShowsNot(
        new EvidenceFile.Unbound(KEY.verifier(), head(), other, Hash.EMPTY_ROOT), Check.INCLUSION);
  }

  @Property
  void whateverIsReadIsAFileOrMalformed(@ForAll String text) {
    assertFileOrMalformed(EvidenceFile.HEAD + "\n" + text);
  }

  @Property
  void aChangedFileIsNotBelieved(@ForAll int at, @ForAll char character) {
    add(assign("v7", 50));
    StringBuilder text = new StringBuilder(violation(Rule.R2, 7, 20).text());
    text.setCharAt(Math.floorMod(at, text.length()), character);
    assertFileOrMalformed(text.toString());
  }

  private static void assertFileOrMalformed(String text) {
    try {
      EvidenceFile file = EvidenceFile.parse(bytes(text));
      assertThat(file.text()).isEqualTo(text);
      file.verify();
    } catch (MalformedException | VerificationException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }
}
