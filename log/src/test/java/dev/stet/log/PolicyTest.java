package dev.stet.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class PolicyTest {
  private static final String ORIGIN = "log.example/stet";
  private static final SigningKey LOG = Keys.log(ORIGIN);
  private static final List<SigningKey> W =
      List.of(
          Keys.cosigner("w.example/0"),
          Keys.cosigner("w.example/1"),
          Keys.cosigner("w.example/2"),
          Keys.cosigner("w.example/3"),
          Keys.cosigner("w.example/4"));
  private static final String TEXT = new Checkpoint(ORIGIN, 7, Hash.EMPTY_ROOT).text();

  /** Two of three witnesses, and one of two auditors. */
  private static final String FILE =
      """
      log %s
      witness w0 %s
      witness w1 %s https://w.example/1
      witness w2 %s
      group witnesses 2 w0 w1 w2
      witness a0 %s
      witness a1 %s
      group auditors any a0 a1
      group both all witnesses auditors
      quorum both
      """
          .formatted(LOG.verifier(), key(0), key(1), key(2), key(3), key(4));

  private static VerifierKey key(int i) {
    return W.get(i).verifier();
  }

  private static Policy parse(String file) {
    return Policy.parse(file.getBytes(UTF_8));
  }

  private static Note cosigned(long... times) {
    Note note = Note.sign(TEXT, LOG);
    for (int i = 0; i < times.length; i++) {
      if (times[i] > 0) {
        note = note.with(Cosignature.sign(W.get(i), TEXT, times[i]));
      }
    }
    return note;
  }

  @Test
  void isReadAndWritten() {
    Policy policy = parse(FILE);

    assertThat(policy.log()).isEqualTo(LOG.verifier());
    assertThat(policy.witnesses()).extracting(Policy.Witness::name).hasSize(5).contains("a1");
    assertThat(policy.witnesses().get(1).url()).contains("https://w.example/1");
    assertThat(policy.quorum()).contains("both");
    assertThat(policy.text()).isEqualTo(FILE);
  }

  @Test
  void commentsAndBlanksMeanNothing() {
    String noisy =
        "# für die Firma #1\n\n \t\n"
            + FILE.replace(" ", " \t ").replace("\nquorum", "\n\t# two\n  quorum").stripTrailing();
    assertThat(parse(noisy)).isEqualTo(parse(FILE));
  }

  @Test
  void aQuorumOfNobodyNeedsNoWitnesses() {
    Policy policy = parse("log " + LOG.verifier() + " https://log.example/\nquorum none\n");

    assertThat(policy.quorum()).isEmpty();
    assertThat(policy.url()).contains("https://log.example/");
    assertThat(parse(policy.text())).isEqualTo(policy);
    assertThat(policy.check(cosigned()).quorumTime()).isEmpty();
  }

  /** A line that is wrong after two that are right, and what is said of it. */
  static final List<List<String>> BAD =
      List.of(
          List.of("log " + LOG.verifier(), "a second log"),
          List.of("log", "wanted log VKEY [URL]"),
          List.of("witness w1 " + key(0), "the key of the witness w1 is that of another"),
          List.of("witness w0 " + key(1), "the name w0 is defined twice"),
          List.of("witness none " + key(1), "none is nobody"),
          List.of("witness w1", "wanted witness NAME VKEY [URL]"),
          List.of("witness w1 " + key(1) + " https://w/ more", "wanted witness NAME VKEY [URL]"),
          List.of("witness w1 " + LOG.verifier(), "of type COSIGNATURE, got ED25519"),
          List.of("witness w1 " + key(1) + "x", "is not canonical base64"),
          List.of("witness w1 " + key(1).toString().replace("w.example", "v.example"), "the hash"),
          List.of("witness w\u00a01 " + key(1), "has no spaces"),
          List.of("group g any", "wanted group NAME all|any|NUMBER MEMBER..."),
          List.of("group g any w1", "\"w1\" is not defined on a line before"),
          List.of("group g any none", "\"none\" is not defined on a line before"),
          List.of("group g any g", "\"g\" is not defined on a line before"),
          List.of("group g any w0 w0", "w0 is a member of g already"),
          List.of("group w0 any w0", "the name w0 is defined twice"),
          List.of("group none any w0", "none is nobody"),
          List.of("group g 0 w0", "the threshold of the group g is 0"),
          List.of("group g 2 w0", "the threshold of the group g is 2"),
          List.of("group g 4294967297 w0", "the threshold of the group g is"),
          List.of("group g 01 w0", "threshold is not a decimal number"),
          List.of("group g -1 w0", "threshold is not a decimal number"),
          List.of("group g most w0", "threshold is not a decimal number"),
          List.of("quorum w1", "\"w1\" is not defined on a line before"),
          List.of("quorum", "wanted quorum NAME|none"),
          List.of("quorum w0 w0", "wanted quorum NAME|none"),
          List.of("quorum w0 # for now", "a comment has a line of its own"),
          List.of("witness w1 " + key(1) + " https://w/#1", "a comment has a line of its own"),
          List.of("Quorum w0", "wanted log, witness, group or quorum, got \"Quorum\""),
          List.of("quorum w0\r", "a control character"),
          List.of("# a\u0000comment", "a control character"),
          List.of("quorum\u2003w0", "wanted log, witness, group or quorum"));

  @ParameterizedTest
  @FieldSource("BAD")
  void theLineThatIsWrongIsNamed(List<String> lineAndMessage) {
    String file =
        "log %s\nwitness w0 %s\n%s\nquorum w0\n"
            .formatted(LOG.verifier(), key(0), lineAndMessage.getFirst());
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> parse(file))
        .withMessageStartingWith("policy, line 3: ")
        .withMessageContaining(lineAndMessage.get(1));
  }

  @Test
  void aMemberCountsInOneGroupOnly() {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> parse(FILE.replace("any a0 a1", "any a0 w1")))
        .withMessageStartingWith("policy, line 8: w1 is a member of witnesses already");
  }

  @Test
  void whatIsMissingIsSaid() {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> parse("quorum none\n"))
        .withMessage("policy: no log line");
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> parse("log " + LOG.verifier() + "\n"))
        .withMessage("policy: no quorum line");
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> parse(FILE + "quorum none\n"))
        .withMessage("policy, line 11: a second quorum");
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> parse("log " + key(0) + "\nquorum none\n"))
        .withMessageStartingWith("policy, line 1: the key of a log is of type ED25519");
  }

  @Test
  void cannotBeMadeWrong() {
    List<Policy.Member> none = List.of();
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new Policy(key(0), Optional.empty(), none, Optional.empty()));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new Policy(LOG.verifier(), Optional.of("a b"), none, Optional.empty()));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new Policy(LOG.verifier(), Optional.empty(), none, Optional.of("w")));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new Policy.Group("g", 1, List.of()));
  }

  /** Which of the five have signed decides; and all 32 cases agree with the rule in words. */
  @Test
  void theQuorumIsWhatTheGroupsSay() {
    Policy policy = parse(FILE);
    List<NoteSignature> lines = new ArrayList<>();
    W.forEach(it -> lines.add(Cosignature.sign(it, TEXT, 1000)));
    for (int set = 0; set < 32; set++) {
      Note note = Note.sign(TEXT, LOG);
      for (int i = 0; i < 5; i++) {
        note = (set >> i & 1) == 1 ? note.with(lines.get(i)) : note;
      }
      boolean wanted = Integer.bitCount(set & 7) >= 2 && (set & 24) != 0;
      assertThat(accepts(policy, note)).as("%5s", Integer.toBinaryString(set)).isEqualTo(wanted);
    }
  }

  private static boolean accepts(Policy policy, Note note) {
    try {
      policy.check(note);
      return true;
    } catch (VerificationException e) {
      assertThat(e.check()).isEqualTo(Check.QUORUM);
      return false;
    }
  }

  /** The quorum is as old as the oldest of the newest cosignatures that make it. */
  @ParameterizedTest
  @CsvSource({
    "10, 20, 30, 40, 0, 20",
    "10, 20, 30, 40, 50, 20",
    "30, 0, 10, 5, 0, 5",
    "30, 0, 10, 5, 20, 10",
    "1, 99, 99, 0, 98, 98",
  })
  void theQuorumHasATime(long w0, long w1, long w2, long a0, long a1, long wanted) {
    Policy.Accepted accepted = parse(FILE).check(cosigned(w0, w1, w2, a0, a1));

    assertThat(accepted.quorumTime()).isEqualTo(OptionalLong.of(wanted));
    accepted.requireFresh(wanted + 60, 60);
    accepted.requireFresh(wanted - 60, 60); // its clock is ahead of ours
    assertThatExceptionOfType(VerificationException.class)
        .isThrownBy(() -> accepted.requireFresh(wanted + 61, 60))
        .withMessage("the cosignatures are 61 s old, wanted at most 60 s")
        .satisfies(e -> assertThat(e.check()).isEqualTo(Check.FRESHNESS));
  }

  /** Also one that the quorum does not need: w0 is a second more ahead than a clock may be. */
  @Test
  void aTimeThatHasNotComeShowsNoAge() {
    Policy.Accepted accepted = parse(FILE).check(cosigned(1301, 1000, 1000, 1000, 0));

    accepted.requireFresh(1001, 60);
    assertThatExceptionOfType(VerificationException.class)
        .isThrownBy(() -> accepted.requireFresh(1000, 60))
        .withMessageContaining("is 301 s ahead of now, wanted at most 300 s")
        .satisfies(e -> assertThat(e.check()).isEqualTo(Check.FRESHNESS));
  }

  @Test
  void nothingIsFreshWithoutCosignatures() {
    Policy.Accepted accepted =
        parse("log " + LOG.verifier() + "\nwitness w " + key(0) + "\nquorum none\n")
            .check(cosigned(1000));
    assertThat(accepted.cosignatures()).hasSize(1);
    assertThatExceptionOfType(VerificationException.class)
        .isThrownBy(() -> accepted.requireFresh(1000, 60))
        .satisfies(e -> assertThat(e.check()).isEqualTo(Check.FRESHNESS));
  }

  @Test
  void saysWhoCosignedAndWhenLast() {
    Note note = cosigned(10, 20, 0, 40).with(Cosignature.sign(W.get(0), TEXT, 90));

    assertThat(parse(FILE).check(note).cosignatures())
        .extracting(it -> it.by().name() + " " + it.seconds())
        .containsExactly("w0 90", "w1 20", "a0 40");
  }

  @Test
  void oneKeyCountsOnceHoweverOftenItSigns() {
    Note note =
        cosigned(10, 0, 0, 40)
            .with(Cosignature.sign(W.get(0), TEXT, 11), Cosignature.sign(W.get(0), TEXT, 12));
    assertFails(Check.QUORUM, parse(FILE), note);
  }

  @Test
  void strangersDoNotCount() {
    SigningKey stranger = Keys.cosigner("w.example/9");
    Note note = cosigned(10, 0, 0, 40).with(Cosignature.sign(stranger, TEXT, 10));
    assertFails(Check.QUORUM, parse(FILE), note);
    assertThat(parse(FILE).check(note.with(Cosignature.sign(W.get(1), TEXT, 1))).cosignatures())
        .hasSize(3);
  }

  @Test
  void aPlainSignatureByTheKeyOfAWitnessIsNoCosignature() {
    NoteSignature plain =
        new NoteSignature(key(1).name(), key(1).id(), W.get(1).sign(TEXT.getBytes(UTF_8)));
    assertFails(Check.SIGNATURE, parse(FILE), cosigned(10, 0, 10, 10).with(plain));
  }

  @Test
  void aBadSignatureByAKnownKeyIsNotOutvoted() {
    String other = new Checkpoint(ORIGIN, 8, Hash.EMPTY_ROOT).text();
    NoteSignature bad = Cosignature.sign(W.get(4), other, 10);
    assertFails(Check.SIGNATURE, parse(FILE), cosigned(10, 10, 10, 10).with(bad));
  }

  @Test
  void theLogMustHaveSigned() {
    Note note = new Note(TEXT, List.of(Cosignature.sign(W.get(0), TEXT, 10)));
    assertFails(Check.LOG_SIGNATURE, parse(FILE), note);
    assertFails(
        Check.LOG_SIGNATURE,
        parse("log " + LOG.verifier() + "\nquorum none\n"),
        Note.sign(TEXT, Keys.log("log.example/other")));
  }

  @Test
  void theOriginIsTheNameOfTheKey() {
    String other = new Checkpoint("log.example/other", 7, Hash.EMPTY_ROOT).text();
    assertFails(Check.ORIGIN, parse(FILE), Note.sign(other, LOG));
  }

  @Test
  void aNoteOfNoCheckpointIsMalformed() {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> parse(FILE).check(Note.sign("hello\n", LOG)));
  }

  private static void assertFails(Check check, Policy policy, Note note) {
    assertThatExceptionOfType(VerificationException.class)
        .isThrownBy(() -> policy.check(note))
        .satisfies(e -> assertThat(e.check()).isEqualTo(check));
  }
}
