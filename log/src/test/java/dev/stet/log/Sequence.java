package dev.stet.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One log of {@code sequences.txt}, whose form is documented in docs/reference/tag-log.md.
 *
 * @param root what the checkpoint over all entries says
 * @param want what a replay finds, e.g. {@code violation R2 at 3}
 */
record Sequence(String name, List<byte[]> entries, Optional<Hash> root, String want) {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(n|\\\\|\"|x[0-9a-f]{2})");
  static final String ORIGIN = "log.example/stet";

  /** All of the file. */
  static List<Sequence> all() {
    List<Sequence> sequences = new ArrayList<>();
    String name = "";
    List<byte[]> entries = new ArrayList<>();
    Optional<Hash> root = Optional.empty();
    for (String line : lines()) {
      String value = line.substring(line.indexOf(' ') + 1);
      switch (line.substring(0, line.indexOf(' '))) {
        case "name" -> name = value;
        case "entry" -> entries.add(unescaped(value));
        case "root" -> root = Optional.of(Hash.parseBase64(value));
        case "want" -> {
          sequences.add(new Sequence(name, List.copyOf(entries), root, value));
          entries.clear();
          root = Optional.empty();
        }
        default -> throw new IllegalStateException(line);
      }
    }
    return sequences;
  }

  private static List<String> lines() {
    try (InputStream file = Sequence.class.getResourceAsStream("sequences.txt")) {
      return new String(file.readAllBytes(), US_ASCII)
          .lines()
          .filter(it -> !it.isEmpty() && !it.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes between the quotes. */
  private static byte[] unescaped(String quoted) {
    return ESCAPE
        .matcher(quoted.substring(1, quoted.length() - 1))
        .replaceAll(it -> Matcher.quoteReplacement(Character.toString(character(it.group(1)))))
        .getBytes(ISO_8859_1);
  }

  private static int character(String escape) {
    return switch (escape.charAt(0)) {
      case 'n' -> '\n';
      case 'x' -> Integer.parseInt(escape.substring(1), 16);
      default -> escape.charAt(0);
    };
  }

  /** What a replay finds, in the words of the file. */
  String replayed() {
    AuditorRules rules = new AuditorRules(ORIGIN, new InMemoryKeySet());
    try {
      entries.forEach(rules::replay);
      root.ifPresent(it -> rules.confirm(new Checkpoint(ORIGIN, rules.size(), it)));
      return "ok";
    } catch (ViolationException e) {
      return "violation " + e.rule() + " at " + e.index();
    } catch (UnknownLeafException e) {
      return "unknown at " + rules.size();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
