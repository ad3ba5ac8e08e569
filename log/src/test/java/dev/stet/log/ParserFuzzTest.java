package dev.stet.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.LongRange;

/**
 * Whatever comes in, a parser gives a value or a {@link MalformedException}, and nothing else; and
 * what it takes has one form only.
 */
class ParserFuzzTest {
  private static final String ORIGIN = "log.example/stet";
  private static final SigningKey LOG = Keys.log(ORIGIN);
  private static final SigningKey WITNESS = Keys.cosigner("w.example/ä");
  private static final String TEXT = new Checkpoint(ORIGIN, 7, Hash.EMPTY_ROOT).text();
  private static final Note NOTE =
      Note.sign(TEXT, LOG).with(Cosignature.sign(WITNESS, TEXT, 1_764_064_800));
  private static final Leaf ASSIGN =
      new Leaf.Assign(
          "shop/api", "main-3035eca", "sha256:" + "a1".repeat(32), 7, Optional.of(Hash.EMPTY_ROOT));
  private static final List<Hash> HASHES = Collections.nCopies(3, Hash.EMPTY_ROOT);
  private static final EvidenceFile.Entry ENTRY = new EvidenceFile.Entry(1, ASSIGN.bytes(), HASHES);
  private static final Policy POLICY =
      Policy.parse(
          """
          log %s https://log.example/
          witness w1 %s
          group g any w1
          quorum g
          """
              .formatted(LOG.verifier(), WITNESS.verifier())
              .getBytes(UTF_8));

  /**
   * A parser, and the text of what it read.
   *
   * @param canonical whether a value has no other form
   */
  record Parser(
      String name, boolean canonical, Function<byte[], String> reformat, List<String> good) {
    /** The text of the value, or nothing where the bytes were refused as they should be. */
    Optional<String> reformatted(byte[] bytes) {
      try {
        return Optional.of(reformat.apply(bytes));
      } catch (MalformedException e) {
        assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(400).doesNotContain("\n");
        return Optional.empty();
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Parser> PARSERS =
      List.of(
          new Parser(
              "leaf",
              true,
              it -> Leaf.parse(it).text(),
              List.of(
                  ASSIGN.text(),
                  new Leaf.Genesis(
                          ORIGIN, Optional.of(new Leaf.Previous("a", 7, Hash.EMPTY_ROOT)), 1)
                      .text(),
                  new Leaf.Tombstone("a", "b", 1, 2, Reason.LEGAL, Optional.empty()).text(),
                  new Leaf.Restore("a", "b", 1, 2, Optional.empty()).text())),
          new Parser("note", true, it -> Note.parse(it).encoded(), List.of(NOTE.encoded())),
          new Parser(
              "proof",
              true,
              it -> ProofFile.parse(it).text(),
              List.of(
                  new ProofFile(ASSIGN, 5, HASHES, NOTE).text(),
                  new ProofFile(ASSIGN, 0, List.of(), NOTE).text())),
          new Parser(
              "request to a witness",
              true,
              it -> AddCheckpoint.parse(it).text(),
              List.of(
                  new AddCheckpoint(5, HASHES, NOTE).text(),
                  new AddCheckpoint(0, List.of(), NOTE).text())),
          new Parser(
              "evidence",
              true,
              it -> EvidenceFile.parse(it).text(),
              List.of(
                  new EvidenceFile.Fork(LOG.verifier(), NOTE, NOTE, Hash.EMPTY_ROOT, HASHES).text(),
                  new EvidenceFile.Violation(LOG.verifier(), Rule.R1, NOTE, List.of(ENTRY)).text(),
                  new EvidenceFile.Unbound(LOG.verifier(), NOTE, ENTRY, Hash.EMPTY_ROOT).text())),
          new Parser("policy", false, it -> Policy.parse(it).text(), List.of(POLICY.text())),
          ofText("checkpoint", it -> Checkpoint.parse(it).text(), TEXT),
          ofText("line", it -> NoteSignature.parse(it).line(), NOTE.signatures().get(1).line()),
          ofText("vkey", it -> VerifierKey.parse(it).toString(), WITNESS.verifier().toString()),
          ofText("skey", it -> SigningKey.parse(it).encoded(), LOG.encoded()),
          ofText("hash", it -> Hash.parseBase64(it).base64(), Hash.EMPTY_ROOT.base64()),
          ofText("tile", it -> Tile.parse(it).path(), "tile/3/x001/x234/067.p/25"),
          ofText("bundle", it -> EntryBundle.parse(it).path(), "tile/entries/x001/234.p/255"),
          ofText("reason", it -> Reason.parse(it).text(), "retention"));

  private static Parser ofText(String name, Function<String, String> reformat, String good) {
    return new Parser(name, true, it -> reformat.apply(Encoding.utf8(it, name)), List.of(good));
  }

  /** The parser takes it as it should, or refuses it as it should. */
  private static void assertSound(Parser parser, byte[] bytes) {
    Optional<String> text = parser.reformatted(bytes);
    if (text.isPresent() && parser.canonical()) {
      assertThat(text.get().getBytes(UTF_8)).isEqualTo(bytes);
    }
    text.ifPresent(it -> assertThat(parser.reformatted(it.getBytes(UTF_8))).contains(it));
  }

  @Property(tries = 200)
  void whatIsWrittenIsRead(@ForAll("parsers") Parser parser) {
    for (String good : parser.good()) {
      assertThat(parser.reformatted(good.getBytes(UTF_8))).contains(good);
    }
  }

  @Property
  void bytesOfAnyKind(@ForAll("parsers") Parser parser, @ForAll byte[] bytes) {
    assertSound(parser, bytes);
  }

  @Property
  void textOfAnyKind(@ForAll("parsers") Parser parser, @ForAll String text) {
    assertSound(parser, text.getBytes(UTF_8));
  }

  @Property(tries = 5000)
  void goodTextWithSomeBytesChanged(@ForAll("mutations") Mutation mutation) {
    assertSound(mutation.parser(), mutation.bytes());
  }

  @Provide
  Arbitrary<Parser> parsers() {
    return Arbitraries.of(PARSERS);
  }

  /**
   * Bytes that are nearly good.
   *
   * @param latin1 one character a byte
   */
  record Mutation(Parser parser, String latin1) {
    byte[] bytes() {
      return latin1.getBytes(ISO_8859_1);
    }
  }

  @Provide
  Arbitrary<Mutation> mutations() {
    Arbitrary<byte[]> insertions =
        Arbitraries.of(
                "",
                "",
                "\n",
                "\n\n",
                " ",
                "\t",
                "\r",
                "\0",
                "+",
                "=",
                "#",
                "0",
                "-",
                "x",
                "/",
                "é",
                "\u00a0",
                "\u0085",
                "9999999999999999999",
                "none")
            .map(it -> it.getBytes(UTF_8));
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(3);
    return parsers()
        .flatMap(
            parser ->
                Arbitraries.of(parser.good())
                    .map(it -> it.getBytes(UTF_8))
                    .flatMap(good -> mutated(good, Arbitraries.oneOf(insertions, bytes)))
                    .map(it -> new Mutation(parser, new String(it, ISO_8859_1))));
  }

  /** Some bytes cut out somewhere, and others put there. */
  private static Arbitrary<byte[]> mutated(byte[] good, Arbitrary<byte[]> insertions) {
    return Combinators.combine(
            Arbitraries.integers().between(0, good.length),
            Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.integers().between(0, 2)),
                Tuple.of(1, Arbitraries.integers().between(0, good.length))),
            insertions)
        .as(
            (at, cut, insertion) -> {
              int end = Math.min(good.length, at + cut);
              byte[] bytes = Arrays.copyOf(good, at + insertion.length + good.length - end);
              System.arraycopy(insertion, 0, bytes, at, insertion.length);
              System.arraycopy(good, end, bytes, at + insertion.length, good.length - end);
              return bytes;
            });
  }

  @Property
  void answersOfAnyKind(
      @ForAll("statuses") int status, @ForAll String contentType, @ForAll byte[] body) {
    AddCheckpoint.Answer answer = AddCheckpoint.Answer.of(status, contentType, body);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(AddCheckpoint.Answer.of(status, AddCheckpoint.SIZE_TYPE, body).status())
        .isEqualTo(status);
  }

  @Provide
  Arbitrary<Integer> statuses() {
    return Arbitraries.of(0, 200, 204, 302, 400, 403, 404, 409, 422, 500);
  }

  @Property(tries = 200)
  void checkpointsAreReadBackAsTheyAreWritten(
      @ForAll("names") String origin, @ForAll @LongRange(min = 0) long size, @ForAll byte[] entry) {
    Checkpoint checkpoint = new Checkpoint(origin, size, Hash.leaf(entry));
    assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);

    SigningKey key = Keys.log(origin);
    Note note = Note.sign(checkpoint.text(), key);
    assertThat(Note.parse(note.encoded().getBytes(UTF_8))).isEqualTo(note);
    assertThat(note.verifiedBy(List.of(key.verifier()))).hasSize(1);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().ofMinLength(1).ofMaxLength(30).filter(ParserFuzzTest::isName);
  }

  private static boolean isName(String text) {
    try {
      VerifierKey.requireName(text);
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  @Property
  void leavesAreReadBackAsTheyAreWritten(
      @ForAll("repositories") String repository,
      @ForAll("tags") String tag,
      @ForAll @LongRange(min = 0) long index,
      @ForAll @LongRange(min = 0) long time,
      @ForAll Reason reason,
      @ForAll byte[] opening) {
    Optional<Hash> meta = opening.length == 0 ? Optional.empty() : Optional.of(Hash.leaf(opening));
    List<Leaf> leaves =
        List.of(
            new Leaf.Assign(repository, tag, "sha512:" + "0f".repeat(64), time, meta),
            new Leaf.Tombstone(repository, tag, index, time, reason, meta),
            new Leaf.Restore(repository, tag, index, time, meta));
    for (Leaf leaf : leaves) {
      assertThat(Leaf.parse(leaf.bytes())).isEqualTo(leaf);
    }
  }

  @Provide
  Arbitrary<String> repositories() {
    Arbitrary<String> word =
        Arbitraries.strings().withCharRange('a', 'z').numeric().ofMinLength(1).ofMaxLength(9);
    return Combinators.combine(
            word.list().ofMinSize(1).ofMaxSize(9), Arbitraries.of(".", "_", "__", "-", "---", "/"))
        .as((words, separator) -> String.join(separator, words));
  }

  @Provide
  Arbitrary<String> tags() {
    return Combinators.combine(
            Arbitraries.strings().alpha().numeric().withChars('_').ofLength(1),
            Arbitraries.strings().alpha().numeric().withChars("_.-").ofMaxLength(127))
        .as((first, rest) -> first + rest);
  }
}
