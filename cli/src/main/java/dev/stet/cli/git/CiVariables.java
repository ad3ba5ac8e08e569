package dev.stet.cli.git;

import dev.stet.cli.command.Surroundings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What CI says of the commit that it checked out, in the environment variables of GitHub, GitLab,
 * Jenkins, Buildkite, Azure Pipelines, Bitbucket, CircleCI, Drone, Woodpecker, Travis and
 * Semaphore.
 */
final class CiVariables {
  private static final String BRANCHES = "refs/heads/";
  private static final String REFS = "refs/";

  /** A variable that names the branch, unless the other one says that a Git tag is built. */
  private record BranchVariable(String name, String tag) {}

  /** A variable whose value tells the number of a pull request. */
  private record PullRequestVariable(String name, Pattern number) {
    PullRequestVariable(String name) {
      this(name, Pattern.compile("(\\d+)"));
    }
  }

  private static final List<BranchVariable> BRANCH =
      List.of(
          new BranchVariable("GITHUB_REF_NAME", "GITHUB_REF_TYPE=tag"),
          new BranchVariable("GITHUB_HEAD_REF", ""),
          new BranchVariable("CI_COMMIT_BRANCH", "CI_COMMIT_TAG"),
          new BranchVariable("CI_COMMIT_REF_NAME", "CI_COMMIT_TAG"),
          new BranchVariable("BRANCH_NAME", "TAG_NAME"),
          new BranchVariable("BUILDKITE_BRANCH", "BUILDKITE_TAG"),
          new BranchVariable("BUILD_SOURCEBRANCH", ""),
          new BranchVariable("BITBUCKET_BRANCH", "BITBUCKET_TAG"),
          new BranchVariable("CIRCLE_BRANCH", "CIRCLE_TAG"),
          new BranchVariable("DRONE_BRANCH", "DRONE_TAG"),
          new BranchVariable("TRAVIS_BRANCH", "TRAVIS_TAG"),
          new BranchVariable("SEMAPHORE_GIT_BRANCH", "SEMAPHORE_GIT_TAG_NAME"));

  private static final List<PullRequestVariable> PULL_REQUEST =
      List.of(
          new PullRequestVariable("GITHUB_REF", Pattern.compile("refs/pull/(\\d+)/.*")),
          new PullRequestVariable("CI_MERGE_REQUEST_IID"),
          new PullRequestVariable("CHANGE_ID"),
          new PullRequestVariable("BUILDKITE_PULL_REQUEST"),
          new PullRequestVariable("SYSTEM_PULLREQUEST_PULLREQUESTNUMBER"),
          new PullRequestVariable("BITBUCKET_PR_ID"),
          new PullRequestVariable("CIRCLE_BRANCH", Pattern.compile("pull/(\\d+)(?:/.*)?")),
          new PullRequestVariable("DRONE_PULL_REQUEST"),
          new PullRequestVariable("CI_COMMIT_PULL_REQUEST"),
          new PullRequestVariable("TRAVIS_PULL_REQUEST"));

  private static final List<String> HEAD =
      List.of(
          "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA",
          "SYSTEM_PULLREQUEST_SOURCECOMMITID",
          "BUILDKITE_COMMIT",
          "TRAVIS_PULL_REQUEST_SHA");

  private final Surroundings surroundings;

  CiVariables(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** The branch that is built; empty outside CI, and where a Git tag is built. */
  Optional<String> branch() {
    return BRANCH.stream()
        .filter(variable -> !isTag(variable.tag()))
        .flatMap(variable -> surroundings.variable(variable.name()).stream())
        .map(CiVariables::withoutPrefix)
        .filter(branch -> !branch.startsWith(REFS))
        .findFirst();
  }

  private boolean isTag(String condition) {
    int equals = condition.indexOf('=');
    return equals < 0
        ? surroundings.variable(condition).isPresent()
        : surroundings
            .variable(condition.substring(0, equals))
            .equals(Optional.of(condition.substring(equals + 1)));
  }

  private static String withoutPrefix(String branch) {
    return branch.startsWith(BRANCHES) ? branch.substring(BRANCHES.length()) : branch;
  }

  /** The number of the pull request that is built. */
  Optional<String> pullRequest() {
    return PULL_REQUEST.stream().flatMap(variable -> number(variable).stream()).findFirst();
  }

  private Optional<String> number(PullRequestVariable variable) {
    return surroundings
        .variable(variable.name())
        .map(variable.number()::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1));
  }

  /**
   * The newest commit of the pull request, which CI may have merged into the commit that it checked
   * out. It is believed only where it is the checked-out commit or a parent of it.
   */
  String head(Checkout checkout) {
    return HEAD.stream()
        .flatMap(variable -> surroundings.variable(variable).stream())
        .filter(commit -> commit.equals(checkout.commit()) || checkout.parents().contains(commit))
        .findFirst()
        .or(() -> mergedByGitHub(checkout))
        .orElse(checkout.commit());
  }

  /** GitHub checks out a merge whose second parent is the head of the pull request. */
  private Optional<String> mergedByGitHub(Checkout checkout) {
    boolean merge =
        surroundings
                .variable("GITHUB_REF")
                .filter(ref -> ref.startsWith("refs/pull/") && ref.endsWith("/merge"))
                .isPresent()
            && surroundings.variable("GITHUB_SHA").equals(Optional.of(checkout.commit()))
            && checkout.parents().size() == 2;
    return merge ? Optional.of(checkout.parents().get(1)) : Optional.empty();
  }
}
