package dev.stet.log;

import java.util.Optional;
import java.util.regex.Pattern;

/** The lines of a leaf. Source: docs/reference/tag-log.md, "Grammar". */
final class LeafGrammar {
  static final String PLAIN = "names plain";
  static final String NO_NAME_KEY = "name-key -";

  private static final int LONGEST_REPOSITORY = 255;
  private static final String WORDS = "[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*";
  private static final Pattern REPOSITORY = Pattern.compile(WORDS + "(?:/" + WORDS + ")*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
  private static final Pattern SHA256 = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern SHA512 = Pattern.compile("sha512:[0-9a-f]{128}");
  private static final Pattern ORIGIN = Pattern.compile("[!-~&&[^+]]+");

  private LeafGrammar() {}

  static String lines(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  static String meta(Optional<Hash> meta) {
    return "meta " + meta.map(it -> "sha256:" + it).orElse("-");
  }

  static void requireNames(String repository, String tag) {
    if (repository.length() > LONGEST_REPOSITORY || !REPOSITORY.matcher(repository).matches()) {
      throw malformed("repository", repository);
    }
    if (!TAG.matcher(tag).matches()) {
      throw malformed("tag", tag);
    }
  }

  /** What a tombstone and a restore have in common. */
  static void requireChange(String repository, String tag, long assigned, long time) {
    requireNames(repository, tag);
    requireNumber(assigned, "assigned");
    requireNumber(time, "time");
  }

  static void requireDigest(String digest) {
    if (!SHA256.matcher(digest).matches() && !SHA512.matcher(digest).matches()) {
      throw malformed("digest", digest);
    }
  }

  static void requireSha256(String meta) {
    if (!SHA256.matcher(meta).matches()) {
      throw malformed("meta", meta);
    }
  }

  static void requireOrigin(String origin) {
    if (!ORIGIN.matcher(origin).matches()) {
      throw malformed("origin", origin);
    }
  }

  static void requireNumber(long number, String what) {
    if (number < 0) {
      throw new MalformedException("the " + what + " of a leaf is not negative, got " + number);
    }
  }

  private static MalformedException malformed(String what, String got) {
    return new MalformedException(
        "the " + what + " of a leaf is malformed: " + MalformedException.show(got));
  }
}
