package dev.stet.cli.git;

import dev.stet.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The part of a tag that tells the branch. */
final class BranchPart {
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._]+");
  private static final Pattern EDGES = Pattern.compile("^[.-]+|[.-]+$");
  private static final int MARK_DIGITS = 4;

  private BranchPart() {}

  /**
   * The branch in the characters that a tag may have: never empty, never beginning or ending in
   * {@code .} or {@code -}. Where that loses letters of another alphabet, or the end, four digits
   * of the whole name's hash tell such branches apart.
   *
   * @param branch the branch without {@code refs/heads/}; any text
   * @param room how many characters it may have, at least 5
   */
  static String of(String branch, int room) {
    String safe = withoutEdges(UNSAFE.matcher(branch).replaceAll("-"));
    if (!safe.isEmpty() && safe.length() <= room && isAscii(branch)) {
      return safe;
    }
    String mark = mark(branch);
    int end = Math.min(safe.length(), room - MARK_DIGITS - 1);
    String start = withoutEdges(safe.substring(0, end));
    return start.isEmpty() ? mark : start + "-" + mark;
  }

  private static String withoutEdges(String text) {
    return EDGES.matcher(text).replaceAll("");
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static String mark(String branch) {
    return Digest.sha256(branch.getBytes(StandardCharsets.UTF_8)).hex().substring(0, MARK_DIGITS);
  }
}
