package dev.stet.cli.verify;

import dev.stet.cli.server.Operand;
import dev.stet.log.Checkpoint;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.log.NoteSignature;
import dev.stet.oci.Digest;
import java.util.List;

/** A line of {@code stet.lock}. */
sealed interface LockLine {
  /** The line, without its line feed. */
  String text();

  /**
   * A tag that was verified: {@code tag HOST[:PORT]/REPO:TAG DIGEST}.
   *
   * @param reference with its host
   */
  record Tag(String reference, Digest digest) implements LockLine {
    static final String WORD = "tag";

    @Override
    public String text() {
      return WORD + " " + reference + " " + digest;
    }
  }

  /**
   * A checkpoint that was seen: {@code checkpoint ORIGIN SIZE ROOT SIGNATURE}. With the signature
   * of the log it is evidence, should the log ever show another history.
   *
   * @param checkpoint signed by the log alone
   */
  record Seen(Note checkpoint) implements LockLine {
    static final String WORD = "checkpoint";

    @Override
    public String text() {
      Checkpoint head = Checkpoint.parse(checkpoint.text());
      String line = checkpoint.signatures().getFirst().line();
      return String.join(
          " ",
          WORD,
          head.origin(),
          Long.toString(head.size()),
          head.root().base64(),
          line.substring(line.lastIndexOf(' ') + 1));
    }
  }

  /**
   * Reads a line.
   *
   * @throws MalformedException if it is none
   * @throws dev.stet.oci.MalformedException if a part of it breaks its grammar
   */
  static LockLine parse(String line) {
    String[] words = line.split(" ", -1);
    if (words[0].equals(Tag.WORD) && words.length == 3) {
      return canonical(tag(words[1], words[2]), line);
    }
    if (words[0].equals(Seen.WORD) && words.length == 5) {
      return canonical(seen(words), line);
    }
    if (line.matches("(<{7}|={7}|>{7}|\\|{7}).*")) {
      throw new MalformedException(
          "two versions were not merged; keep the lines of both, in any order");
    }
    throw new MalformedException(
        "got \""
            + line
            + "\", wanted 'tag HOST/REPO:TAG DIGEST' or 'checkpoint ORIGIN SIZE ROOT SIGNATURE'");
  }

  private static Tag tag(String reference, String digest) {
    Operand operand = Operand.parse(reference);
    if (operand.host().isEmpty() || operand.tag().isEmpty() || operand.digest().isPresent()) {
      throw new MalformedException("got \"" + reference + "\", wanted HOST/REPO:TAG");
    }
    return new Tag(operand.toString(), Digest.parse(digest));
  }

  private static Seen seen(String[] words) {
    String text = words[1] + "\n" + words[2] + "\n" + words[3] + "\n";
    return new Seen(
        new Note(
            Checkpoint.parse(text).text(),
            List.of(NoteSignature.parse("— " + words[1] + " " + words[4]))));
  }

  private static LockLine canonical(LockLine read, String line) {
    if (!read.text().equals(line)) {
      throw new MalformedException("got \"" + line + "\", wanted \"" + read.text() + "\"");
    }
    return read;
  }
}
