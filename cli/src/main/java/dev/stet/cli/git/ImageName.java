package dev.stet.cli.git;

import dev.stet.oci.TagName;
import java.util.Optional;

/**
 * The tag for a checkout, and what it was made from.
 *
 * @param tag the tag
 * @param branch the branch, where the tag or CI names one
 * @param pullRequest the pull request, where CI builds one
 * @param version the version, where it is a release
 */
record ImageName(
    TagName tag,
    Optional<String> branch,
    Optional<PullRequest> pullRequest,
    Optional<String> version) {

  /**
   * A pull request.
   *
   * @param number its number
   * @param head its newest commit
   */
  record PullRequest(String number, String head) {}
}
