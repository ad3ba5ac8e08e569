package dev.stet.log;

/**
 * The head of a log: what it is called, how many entries it has, and the root over them.
 *
 * <p>Source: c2sp.org/tlog-checkpoint. Lines of extensions are not read: nothing that Stet believes
 * has any.
 *
 * @param origin the name of the log, for ever; also the name of its key
 * @param size the number of entries
 * @param root the root over them
 */
public record Checkpoint(String origin, long size, Hash root) {
  /** Checks the origin and the size. */
  public Checkpoint {
    VerifierKey.requireName(origin);
    if (size < 0) {
      throw new MalformedException("the size of a log is not negative, got " + size);
    }
  }

  /**
   * Reads the text of a checkpoint, which is the text of a note.
   *
   * @throws MalformedException if it is not three lines of the form
   */
  public static Checkpoint parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length != 4 || !lines[3].isEmpty()) {
      throw new MalformedException(
          "a checkpoint has three lines (origin, size, root), got " + (lines.length - 1));
    }
    return new Checkpoint(
        lines[0], Encoding.decimal(lines[1], "the size"), Hash.parseBase64(lines[2]));
  }

  /** The text: three lines. */
  public String text() {
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }
}
