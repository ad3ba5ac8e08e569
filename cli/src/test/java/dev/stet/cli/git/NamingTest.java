package dev.stet.cli.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Recorder;
import dev.stet.oci.TagName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamingTest {
  private static final String HEAD = "3035eca9c1a5a8a3b2b1e0d9c8b7a6f504132231";
  private static final String BASE = "1111111111111111111111111111111111111111";
  private static final String OTHER = "2222222222222222222222222222222222222222";
  private static final Naming USUAL = new Naming(7, Optional.empty(), Optional.empty(), false);

  private static Checkout detached(String... parents) {
    return new Checkout(
        Optional.empty(),
        HEAD,
        List.of(parents),
        Instant.EPOCH,
        Optional.empty(),
        Map.of(),
        Checkout.Changes.NONE);
  }

  private static Checkout tagged(Map<String, String> tags) {
    return new Checkout(
        Optional.of("main"),
        HEAD,
        List.of(),
        Instant.EPOCH,
        Optional.empty(),
        tags,
        Checkout.Changes.NONE);
  }

  private static CiVariables ci(String... variables) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return new CiVariables(new Recorder(Path.of("/"), environment).surroundings());
  }

  private static String name(Checkout checkout, CiVariables ci) {
    return USUAL.name(checkout, ci).tag().value();
  }

  @ParameterizedTest
  @CsvSource({
    "GITHUB_REF_NAME=feature/x, feature-x-3035eca",
    "GITHUB_HEAD_REF=feature/x, feature-x-3035eca",
    "CI_COMMIT_REF_NAME=feature/x, feature-x-3035eca",
    "CI_COMMIT_BRANCH=feature/x, feature-x-3035eca",
    "BRANCH_NAME=feature/x, feature-x-3035eca",
    "BUILDKITE_BRANCH=feature/x, feature-x-3035eca",
    "BUILD_SOURCEBRANCH=refs/heads/feature/x, feature-x-3035eca",
    "BITBUCKET_BRANCH=feature/x, feature-x-3035eca",
    "CIRCLE_BRANCH=feature/x, feature-x-3035eca",
    "DRONE_BRANCH=feature/x, feature-x-3035eca",
    "TRAVIS_BRANCH=feature/x, feature-x-3035eca",
    "SEMAPHORE_GIT_BRANCH=feature/x, feature-x-3035eca",
    "GITHUB_REF=refs/pull/12/merge, pr-12-3035eca",
    "CI_MERGE_REQUEST_IID=12, pr-12-3035eca",
    "CHANGE_ID=12, pr-12-3035eca",
    "BUILDKITE_PULL_REQUEST=12, pr-12-3035eca",
    "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER=12, pr-12-3035eca",
    "BITBUCKET_PR_ID=12, pr-12-3035eca",
    "CIRCLE_BRANCH=pull/12, pr-12-3035eca",
    "DRONE_PULL_REQUEST=12, pr-12-3035eca",
    "CI_COMMIT_PULL_REQUEST=12, pr-12-3035eca",
    "TRAVIS_PULL_REQUEST=12, pr-12-3035eca",
  })
  void ciNamesWhatItCheckedOut(String variable, String tag) {
    assertThat(name(detached(), ci(variable))).isEqualTo(tag);
  }

  @Test
  void theBranchThatIsCheckedOutStandsOverWhatCiSays() {
    assertThat(name(tagged(Map.of()), ci("GITHUB_REF_NAME=other"))).isEqualTo("main-3035eca");
  }

  @Test
  void aPullRequestFromABranchCalledMainIsStillAPullRequest() {
    assertThat(name(tagged(Map.of()), ci("CI_MERGE_REQUEST_IID=7"))).isEqualTo("pr-7-3035eca");
    assertThat(name(tagged(Map.of()), ci("BUILDKITE_PULL_REQUEST=false")))
        .isEqualTo("main-3035eca");
  }

  @Test
  void aPullRequestIsNamedAfterItsHeadNotTheMerge() {
    Checkout merge = detached(BASE, OTHER);
    CiVariables github = ci("GITHUB_REF=refs/pull/5/merge", "GITHUB_SHA=" + HEAD);
    assertThat(name(merge, github)).isEqualTo("pr-5-2222222");
    CiVariables gitlab =
        ci("CI_MERGE_REQUEST_IID=5", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=" + OTHER);
    assertThat(name(merge, gitlab)).isEqualTo("pr-5-2222222");
  }

  @Test
  void aHeadThatIsNotInTheCheckoutIsNotBelieved() {
    CiVariables gitlab =
        ci("CI_MERGE_REQUEST_IID=5", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=" + OTHER);
    assertThat(name(detached(BASE), gitlab)).isEqualTo("pr-5-3035eca");
    CiVariables github = ci("GITHUB_REF=refs/pull/5/merge", "GITHUB_SHA=" + OTHER);
    assertThat(name(detached(BASE, OTHER), github)).isEqualTo("pr-5-3035eca");
  }

  @ParameterizedTest
  @CsvSource({
    "GITHUB_REF_NAME=v1.0.0, GITHUB_REF_TYPE=tag",
    "CI_COMMIT_REF_NAME=v1.0.0, CI_COMMIT_TAG=v1.0.0",
    "BUILDKITE_BRANCH=v1.0.0, BUILDKITE_TAG=v1.0.0",
    "BUILD_SOURCEBRANCH=refs/tags/v1.0.0, X=y",
  })
  void aGitTagIsNoBranch(String variable, String tag) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> name(detached(), ci(variable, tag)))
        .satisfies(
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILURE);
              assertThat(failure.next()).first().asString().contains("--branch", "--version");
            });
  }

  @Test
  void aReleaseIsNamedByItsVersion() {
    assertThat(release("1.5.213", Map.of())).isEqualTo("1.5.213");
    assertThat(release("1.5.213", Map.of("v1.5.213", HEAD, "nightly", HEAD))).isEqualTo("1.5.213");
    assertThat(release("1.5.213-rc.1", Map.of("1.5.213-rc.1", HEAD))).isEqualTo("1.5.213-rc.1");
  }

  @Test
  void aVersionThatGitKnowsOtherwiseIsRefused() {
    assertRefused("1.5.213", Map.of("v1.5.212", HEAD));
    assertRefused("1.5.213", Map.of("v1.5.213", OTHER));
    assertRefused("1.5.213", Map.of("v1.5.213", OTHER, "1.5.213", HEAD));
  }

  private static void assertRefused(String version, Map<String, String> tags) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> release(version, tags))
        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED));
  }

  @ParameterizedTest
  @CsvSource({"v1.2.3", "1.2", "01.2.3", "1.2.3+build", "latest", "1.2.3-", "1.2.3-01", "''"})
  void whatIsNoVersionIsAMistake(String version) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> new ReleaseVersion(version))
        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
  }

  private static String release(String version, Map<String, String> tags) {
    return new Naming(7, Optional.empty(), Optional.of(new ReleaseVersion(version)), false)
        .name(tagged(tags), ci())
        .tag()
        .value();
  }

  @Property(tries = 10_000)
  void everyStateGivesATagOrAClearRefusal(
      @ForAll("checkouts") Checkout checkout,
      @ForAll("environments") Map<String, String> environment,
      @ForAll("namings") Naming naming) {
    CiVariables ci = new CiVariables(new Recorder(Path.of("/"), environment).surroundings());
    try {
      String tag = naming.name(checkout, ci).tag().value();
      assertThat(TagName.isWellFormed(tag)).isTrue();
      assertThat(tag.contains("-dirty.")).isEqualTo(!checkout.changes().none());
      if (naming.version().isEmpty()) {
        String commit = tag.replaceAll("-dirty\\.[0-9a-f]{8}$", "").replaceAll(".*-", "");
        assertThat(commit).hasSize(naming.digits());
        assertThat(checkout.commit().startsWith(commit) || isParent(checkout, commit)).isTrue();
      }
    } catch (Failure failure) {
      assertThat(failure.what()).isNotBlank();
      assertThat(failure.why()).isNotEmpty();
      assertThat(failure.next()).isNotEmpty();
      assertThat(failure.exitCode()).isIn(ExitCode.FAILURE, ExitCode.USAGE, ExitCode.REFUSED);
    }
  }

  private static boolean isParent(Checkout checkout, String commit) {
    return checkout.parents().stream().anyMatch(parent -> parent.startsWith(commit));
  }

  @Provide
  Arbitrary<Checkout> checkouts() {
    Arbitrary<String> commits = Arbitraries.of(HEAD, BASE, OTHER, "ab".repeat(32));
    Arbitrary<Checkout.Changes> changes =
        Arbitraries.of(
            Checkout.Changes.NONE, new Checkout.Changes(List.of("a file", "b"), "1f9a0c2e"));
    return Combinators.combine(
            branches().optional(),
            commits,
            commits.list().ofMaxSize(3),
            Arbitraries.maps(Arbitraries.of("v1.0.0", "1.0.0", "v2.0.0", "x"), commits),
            changes)
        .as(
            (branch, commit, parents, tags, change) ->
                new Checkout(
                    branch, commit, parents, Instant.EPOCH, Optional.empty(), tags, change));
  }

  private static Arbitrary<String> branches() {
    return Arbitraries.oneOf(
        Arbitraries.of("main", "feature/x", "pr-12", "日本", "-", "x".repeat(300)),
        Arbitraries.strings().ofMinLength(1).ofMaxLength(200));
  }

  @Provide
  Arbitrary<Map<String, String>> environments() {
    Arbitrary<String> names =
        Arbitraries.of(
            "GITHUB_REF",
            "GITHUB_REF_NAME",
            "GITHUB_REF_TYPE",
            "GITHUB_SHA",
            "CI_COMMIT_BRANCH",
            "CI_COMMIT_TAG",
            "CI_MERGE_REQUEST_IID",
            "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA",
            "BRANCH_NAME",
            "CHANGE_ID",
            "BUILD_SOURCEBRANCH",
            "CIRCLE_BRANCH",
            "TRAVIS_PULL_REQUEST");
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.of(
                "refs/pull/5/merge", "refs/heads/main", "refs/tags/v1", "tag", "12", HEAD, OTHER),
            Arbitraries.strings().ofMaxLength(60),
            Arbitraries.strings().numeric().ofMaxLength(200));
    return Arbitraries.maps(names, values).ofMaxSize(5);
  }

  @Provide
  Arbitrary<Naming> namings() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 70),
            branches().optional(0.2),
            Arbitraries.of("1.0.0", "2.0.0-rc.1").map(ReleaseVersion::new).optional(0.3),
            Arbitraries.of(true, false))
        .as(Naming::new);
  }
}
