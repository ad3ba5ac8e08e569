package dev.stet.registry.tags;

import java.util.Optional;

/**
 * The commit that an image says it was built from.
 *
 * @param commit the commit id
 * @param origin where the image says so
 * @param branch the branch or Git tag that it says it was built from
 */
public record SourceRevision(String commit, Origin origin, Optional<String> branch) {
  private static final int SHORT = 7;

  /** Where an image says what it was built from; the surer place first. */
  public enum Origin {
    /** In an annotation, which is made for this image. */
    ANNOTATION,
    /** In a label of the configuration, which may be inherited from a base image. */
    LABEL
  }

  /** The commit as people write it. */
  public String shortCommit() {
    return shortened(commit);
  }

  static String shortened(String commit) {
    return commit.length() > SHORT ? commit.substring(0, SHORT) : commit;
  }
}
