package dev.stet.cli.git;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Git repository as far as a tag depends on it.
 *
 * @param branch the branch that is checked out; empty where HEAD is detached
 * @param commit the full id of the commit that is checked out
 * @param parents the full ids of its parents, also of those that a shallow clone lacks
 * @param committedAt when it was committed
 * @param origin where the remote {@code origin} is
 * @param tags the Git tags, each with the full id of its commit
 * @param changes what is not committed
 */
record Checkout(
    Optional<String> branch,
    String commit,
    List<String> parents,
    Instant committedAt,
    Optional<String> origin,
    Map<String, String> tags,
    Changes changes) {

  /** Takes copies. */
  Checkout {
    parents = List.copyOf(parents);
    tags = Map.copyOf(tags);
  }

  /**
   * What is not committed.
   *
   * @param paths the files that are not as in the commit, in order
   * @param hash eight digits that tell one such state from another; the same state has the same
   */
  record Changes(List<String> paths, String hash) {
    static final Changes NONE = new Changes(List.of(), "");

    Changes {
      paths = List.copyOf(paths);
    }

    boolean none() {
      return paths.isEmpty();
    }
  }
}
