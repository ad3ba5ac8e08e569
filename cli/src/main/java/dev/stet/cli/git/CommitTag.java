package dev.stet.cli.git;

import dev.stet.oci.TagName;

/**
 * The tag of a commit: {@code <branch>-<first digits of the commit>}, e.g. {@code main-3035eca}.
 *
 * <p>The digits are cut from the full id, so that the tag of a commit stays the same while the
 * repository grows. Only the branch is ever shortened.
 */
final class CommitTag {
  private static final int LONGEST = 128;

  private CommitTag() {}

  /**
   * The tag.
   *
   * @param branch the branch without {@code refs/heads/}; any text
   * @param commit the full id of the commit, 40 or 64 hexadecimal digits
   * @param digits how many of them the tag has, from 7 to all
   * @param suffix what follows, e.g. {@code -dirty.deadbeef}; at most 32 characters of a tag
   */
  static TagName of(String branch, String commit, int digits, String suffix) {
    String end = "-" + commit.substring(0, digits) + suffix;
    return TagName.parse(BranchPart.of(branch, LONGEST - end.length()) + end);
  }
}
