package dev.stet.log;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one leaf, line by line; used once. */
final class LeafReader {
  private static final Pattern HEAD = Pattern.compile("stet-log/v[1-9][0-9]* [a-z][a-z0-9-]*");
  private static final String KEYED = "names keyed";
  private static final String SHA256 = "sha256:";

  private final List<String> lines;
  private int next = 1;

  private LeafReader(List<String> lines) {
    this.lines = lines;
  }

  static Leaf read(byte[] entry) {
    // One character a byte; the grammar of each line lets ASCII pass only.
    String text = new String(entry, StandardCharsets.ISO_8859_1);
    int end = Math.max(0, text.indexOf('\n'));
    String head = text.substring(0, end);
    if (!HEAD.matcher(head).matches()) {
      throw new MalformedException("not a leaf, it begins " + MalformedException.show(text));
    }
    LeafReader reader = new LeafReader(List.of(text.split("\n", -1)));
    return switch (head) {
      case Leaf.Genesis.HEAD -> reader.plain().lines(text, 6).genesis();
      case Leaf.Assign.HEAD -> reader.lines(text, 6).assign();
      case Leaf.Tombstone.HEAD -> reader.lines(text, 7).tombstone();
      case Leaf.Restore.HEAD -> reader.lines(text, 6).restore();
      default -> throw unknown(head);
    };
  }

  /** A log that keeps its names secret does so in a way that a later version will define. */
  private LeafReader plain() {
    if (lines.size() > 2 && lines.get(2).equals(KEYED)) {
      throw unknown(KEYED);
    }
    return this;
  }

  private LeafReader lines(String text, int wanted) {
    if (lines.size() != wanted + 1 || !lines.getLast().isEmpty()) {
      throw new MalformedException(
          "a leaf of this type has "
              + wanted
              + " lines with a line feed each, got "
              + MalformedException.show(text));
    }
    return this;
  }

  private Leaf genesis() {
    String origin = line();
    requireLine(LeafGrammar.PLAIN);
    requireLine(LeafGrammar.NO_NAME_KEY);
    return new Leaf.Genesis(origin, previous(value("previous")), number());
  }

  private static Optional<Leaf.Previous> previous(String value) {
    if (value.equals("-")) {
      return Optional.empty();
    }
    String[] parts = value.split(" ", -1);
    if (parts.length != 3) {
      throw new MalformedException(
          "the previous log is an origin, a size and a root, got "
              + MalformedException.show(value));
    }
    return Optional.of(
        new Leaf.Previous(
            parts[0],
            Encoding.decimal(parts[1], "the size of the previous log"),
            Hash.parseBase64(parts[2])));
  }

  private Leaf assign() {
    return new Leaf.Assign(line(), line(), line(), number(), meta());
  }

  private Leaf tombstone() {
    return new Leaf.Tombstone(
        line(), line(), assigned(), number(), Reason.parse(value("reason")), meta());
  }

  private Leaf restore() {
    return new Leaf.Restore(line(), line(), assigned(), number(), meta());
  }

  private long assigned() {
    return Encoding.decimal(value("assigned"), "the index of the assignment");
  }

  private long number() {
    return Encoding.decimal(line(), "the time");
  }

  private Optional<Hash> meta() {
    String value = value("meta");
    if (value.equals("-")) {
      return Optional.empty();
    }
    LeafGrammar.requireSha256(value);
    return Optional.of(Hash.of(HexFormat.of().parseHex(value.substring(SHA256.length()))));
  }

  private String value(String name) {
    return Encoding.value(line(), name, "a leaf");
  }

  private void requireLine(String wanted) {
    String line = line();
    if (!line.equals(wanted)) {
      throw new MalformedException(
          "wanted the line \"" + wanted + "\", got " + MalformedException.show(line));
    }
  }

  private String line() {
    return lines.get(next++);
  }

  private static UnknownLeafException unknown(String what) {
    return new UnknownLeafException(
        "a leaf that this version does not know: "
            + MalformedException.show(what)
            + "; a newer one may be able to judge it");
  }
}
