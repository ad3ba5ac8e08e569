package dev.stet.cli.git;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.git.ImageName.PullRequest;
import dev.stet.oci.TagName;
import java.util.Optional;

/**
 * Decides the tag for a checkout.
 *
 * @param digits how many digits of the commit the tag has
 * @param branch the branch that the caller names
 * @param version the version that the caller names
 * @param allowDirty whether uncommitted changes may be in the image
 */
record Naming(
    int digits, Optional<String> branch, Optional<ReleaseVersion> version, boolean allowDirty) {
  static final int FEWEST_DIGITS = 7;
  private static final int PATHS_SHOWN = 5;

  /**
   * The tag.
   *
   * @throws Failure if there are changes that may not be, Git says another version, or no branch is
   *     known
   */
  ImageName name(Checkout checkout, CiVariables ci) {
    checkDigits(checkout.commit());
    String suffix = suffix(checkout.changes());
    if (version.isPresent()) {
      return release(version.get(), checkout, ci, suffix);
    }
    Optional<String> pullRequest = branch.isPresent() ? Optional.empty() : ci.pullRequest();
    return pullRequest
        .map(number -> pullRequest(number, checkout, ci, suffix))
        .orElseGet(() -> ofBranch(checkout, ci, suffix));
  }

  private ImageName release(
      ReleaseVersion release, Checkout checkout, CiVariables ci, String suffix) {
    release.agreeWith(checkout);
    return new ImageName(
        TagName.parse(release.text() + suffix),
        branchOf(checkout, ci),
        Optional.empty(),
        Optional.of(release.text()));
  }

  private ImageName pullRequest(String number, Checkout checkout, CiVariables ci, String suffix) {
    String head = ci.head(checkout);
    checkDigits(head);
    return new ImageName(
        CommitTag.of("pr-" + number, head, digits, suffix),
        Optional.empty(),
        Optional.of(new PullRequest(number, head)),
        Optional.empty());
  }

  private ImageName ofBranch(Checkout checkout, CiVariables ci, String suffix) {
    String name = branchOf(checkout, ci).orElseThrow(Naming::unknownBranch);
    return new ImageName(
        CommitTag.of(name, checkout.commit(), digits, suffix),
        Optional.of(name),
        Optional.empty(),
        Optional.empty());
  }

  private Optional<String> branchOf(Checkout checkout, CiVariables ci) {
    return branch.or(checkout::branch).or(ci::branch);
  }

  private void checkDigits(String commit) {
    int most = commit.length();
    if (digits < FEWEST_DIGITS || digits > most) {
      throw Failure.of(ExitCode.USAGE, "a tag cannot have " + digits + " digits of the commit")
          .because("wanted " + FEWEST_DIGITS + " to " + most)
          .next("stet tag --length 12");
    }
  }

  private String suffix(Checkout.Changes changes) {
    if (changes.none()) {
      return "";
    }
    if (!allowDirty) {
      throw uncommitted(changes);
    }
    return "-dirty." + changes.hash();
  }

  private static Failure uncommitted(Checkout.Changes changes) {
    int more = changes.paths().size() - PATHS_SHOWN;
    String shown = String.join(", ", changes.paths().stream().limit(PATHS_SHOWN).toList());
    return Failure.of(ExitCode.REFUSED, "the commit is not what would be built: there are changes")
        .because("not committed: " + shown + (more > 0 ? " and " + more + " more" : ""))
        .next("commit or ignore them, or: stet tag --allow-dirty");
  }

  private static Failure unknownBranch() {
    return Failure.of(ExitCode.FAILURE, "the branch of this commit is not known")
        .because("HEAD is detached, and no variable of CI names a branch")
        .next("stet tag --branch NAME, or for a release: stet tag --version X.Y.Z");
  }
}
