package dev.stet.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ProofFileTest {
  private static final String ORIGIN = "log.example/stet";
  private static final SigningKey LOG = Keys.log(ORIGIN);
  private static final SigningKey WITNESS = Keys.cosigner("w.example/1");
  private static final Policy POLICY =
      Policy.parse(
          "log %s\nwitness w %s\nquorum w\n"
              .formatted(LOG.verifier(), WITNESS.verifier())
              .getBytes(UTF_8));
  private static final int SIZE = 21;

  private static final List<Leaf> LEAVES = leaves();
  private static final MemoryTiles TILES = tiles();
  private static final Note CHECKPOINT = checkpoint(ORIGIN, SIZE, TILES.frontier().root());

  private static List<Leaf> leaves() {
    List<Leaf> leaves = new ArrayList<>();
    leaves.add(new Leaf.Genesis(ORIGIN, Optional.empty(), 0));
    while (leaves.size() < SIZE - 1) {
      int i = leaves.size();
      leaves.add(
          new Leaf.Assign("shop/api", "1." + i, "sha256:%064x".formatted(i), i, Optional.empty()));
    }
    leaves.add(new Leaf.Tombstone("shop/api", "1.1", 1, 99, Reason.OWNER, Optional.empty()));
    return leaves;
  }

  private static MemoryTiles tiles() {
    MemoryTiles tiles = new MemoryTiles();
    LEAVES.forEach(it -> tiles.append(Hash.leaf(it.bytes())));
    return tiles;
  }

  private static Note checkpoint(String origin, long size, Hash root) {
    String text = new Checkpoint(origin, size, root).text();
    return Note.sign(text, LOG).with(Cosignature.sign(WITNESS, text, 1000));
  }

  private static ProofFile proof(int index) {
    return new ProofFile(
        LEAVES.get(index), index, Proofs.inclusion(index, SIZE, TILES), CHECKPOINT);
  }

  private static ProofFile parse(String text) {
    return ProofFile.parse(text.getBytes(UTF_8));
  }

  @Test
  void provesEachTag() {
    for (int i = 1; i < SIZE - 1; i++) {
      ProofFile.Verified verified = parse(proof(i).text()).verify(POLICY, "shop/api", "1." + i);
      assertThat(verified.leaf().digest()).isEqualTo("sha256:%064x".formatted(i));
      assertThat(verified.checkpoint().checkpoint().size()).isEqualTo(SIZE);
      assertThat(verified.checkpoint().quorumTime()).hasValue(1000);
    }
  }

  @Test
  void hasTheFormOfTheDraft() {
    ProofFile proof = proof(5);
    String hashes = String.join("\n", proof.inclusion().stream().map(Hash::base64).toList());

    assertThat(proof.text())
        .isEqualTo(
            "c2sp.org/tlog-proof@v1\nextra "
                + Base64.getEncoder().encodeToString(LEAVES.get(5).bytes())
                + "\nindex 5\n"
                + hashes
                + "\n\n"
                + CHECKPOINT.encoded());
    assertThat(parse(proof.text())).isEqualTo(proof);
  }

  @Test
  void aLogOfOneEntryNeedsNoHashes() {
    Leaf leaf = LEAVES.get(1);
    ProofFile proof =
        new ProofFile(leaf, 0, List.of(), checkpoint(ORIGIN, 1, Hash.leaf(leaf.bytes())));
    assertThat(parse(proof.text()).verify(POLICY, "shop/api", "1.1").leaf()).isEqualTo(leaf);
  }

  @Test
  void theNameMustBeTheOneThatWasAskedFor() {
    assertFails(Check.NAME, proof(5), "shop/api", "1.6");
    assertFails(Check.NAME, proof(5), "shop/web", "1.5");
    assertFails(Check.NAME, proof(5), "Shop/api", "1.5");
    assertFails(Check.NAME, proof(5), "shop/api:1.5", "");
  }

  @Test
  void onlyAnAssignmentProvesWhatATagNames() {
    assertFails(Check.LEAF, proof(SIZE - 1), "shop/api", "1.1");
    assertFails(Check.LEAF, proof(0), "shop/api", "1.1");
  }

  @Test
  void theCheckpointMustBeAcceptedByThePolicy() {
    ProofFile proof = proof(5);
    String text = new Checkpoint(ORIGIN, SIZE, TILES.frontier().root()).text();
    assertFails(Check.QUORUM, with(proof, Note.sign(text, LOG)), "shop/api", "1.5");
    assertFails(
        Check.LOG_SIGNATURE,
        with(proof, new Note(text, List.of(Cosignature.sign(WITNESS, text, 1000)))),
        "shop/api",
        "1.5");
    assertFails(
        Check.ORIGIN,
        with(proof, checkpoint("log.example/b", SIZE, TILES.frontier().root())),
        "shop/api",
        "1.5");
  }

  /** Whoever has the policies of two logs takes the proof of one for that log only. */
  @Test
  void anotherLogCannotVouchForTheName() {
    SigningKey other = Keys.log("log.example/b");
    String text = new Checkpoint("log.example/b", SIZE, TILES.frontier().root()).text();
    ProofFile proof = with(proof(5), Note.sign(text, other));
    Policy forOther = Policy.parse(("log " + other.verifier() + "\nquorum none\n").getBytes(UTF_8));

    assertThat(proof.verify(forOther, "shop/api", "1.5").leaf()).isEqualTo(LEAVES.get(5));
    assertFails(Check.ORIGIN, proof, "shop/api", "1.5");
  }

  private static ProofFile with(ProofFile proof, Note checkpoint) {
    return new ProofFile(proof.leaf(), proof.index(), proof.inclusion(), checkpoint);
  }

  @Test
  void theEntryMustBeInTheTree() {
    ProofFile proof = proof(5);
    Leaf other =
        new Leaf.Assign("shop/api", "1.5", "sha256:" + "f".repeat(64), 5, Optional.empty());
    List<ProofFile> wrong =
        List.of(
            new ProofFile(other, 5, proof.inclusion(), CHECKPOINT),
            new ProofFile(proof.leaf(), 4, proof.inclusion(), CHECKPOINT),
            new ProofFile(proof.leaf(), SIZE, proof.inclusion(), CHECKPOINT),
            new ProofFile(proof.leaf(), Long.MAX_VALUE, proof.inclusion(), CHECKPOINT),
            new ProofFile(proof.leaf(), 5, List.of(), CHECKPOINT),
            new ProofFile(proof.leaf(), 5, proof.inclusion().subList(1, 5), CHECKPOINT),
            new ProofFile(proof.leaf(), 5, proof.inclusion().reversed(), CHECKPOINT),
            with(proof, checkpoint(ORIGIN, 2 * SIZE, TILES.frontier().root())),
            with(proof, checkpoint(ORIGIN, SIZE, Hash.EMPTY_ROOT)));
    for (ProofFile it : wrong) {
      assertFails(Check.INCLUSION, it, "shop/api", "1.5");
    }
  }

  private static void assertFails(Check check, ProofFile proof, String repository, String tag) {
    assertThatExceptionOfType(VerificationException.class)
        .isThrownBy(() -> parse(proof.text()).verify(POLICY, repository, tag))
        .satisfies(e -> assertThat(e.check()).isEqualTo(check));
  }

  static final List<UnaryOperator<String>> SPOILED =
      List.of(
          it -> "",
          it -> "\n\n" + it,
          it -> it.replace("@v1", "@v2"),
          it -> it.replaceFirst("extra .*\n", ""),
          it -> it.replaceFirst("extra .*\n", "extra \n"),
          it -> it.replaceFirst("extra ", "extra  "),
          it -> it.replaceFirst("(extra .*)\n", "$1\n$1\n"),
          it -> it.replace("index 5", "index 05"),
          it -> it.replace("index 5", "index -5"),
          it -> it.replace("index 5", "index 9223372036854775808"),
          it -> it.replace("index 5", "index 5 "),
          it -> it.replace("index 5\n", ""),
          it -> it.replace("index 5\n", "index 5\nAAAA\n"),
          it -> it.replace("index 5\n", "index 5\n" + (Hash.EMPTY_ROOT.base64() + "\n").repeat(64)),
          it -> it.replace("\n\n", "\n"),
          it -> it.substring(0, it.indexOf("\n\n") + 2),
          it -> it + "\n",
          it -> it.replace("\n", "\r\n"));

  @ParameterizedTest
  @FieldSource("SPOILED")
  void anotherFormIsRefused(UnaryOperator<String> spoil) {
    String spoiled = spoil.apply(proof(5).text());
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> parse(spoiled));
  }

  /** An entry that reads as an assign to a lenient reader is not one. */
  @Test
  void theEntryMustBeCanonical() {
    String entry = LEAVES.get(5).text();
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> parse(withEntry(entry.replace("1.5\n", "1.5 \n"))));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> parse(withEntry(entry + "\n")));
    assertThatExceptionOfType(UnknownLeafException.class)
        .isThrownBy(() -> parse(withEntry(entry.replace("v1", "v2"))));
  }

  private static String withEntry(String entry) {
    String extra = Base64.getEncoder().encodeToString(entry.getBytes(UTF_8));
    return proof(5).text().replaceFirst("extra .*\n", "extra " + extra + "\n");
  }
}
