package dev.stet.cli.git;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.oci.TagName;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The version of a release, as a tag. Source: Semantic Versioning 2.0.0, without build metadata,
 * because a tag can hold no {@code +}.
 */
record ReleaseVersion(String text) {
  private static final String NUMBER = "(?:0|[1-9]\\d*)";
  private static final String PRE = "(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)";
  private static final Pattern SEMVER =
      Pattern.compile(
          NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-" + PRE + "(?:\\." + PRE + ")*)?");

  ReleaseVersion {
    if (!SEMVER.matcher(text).matches() || !TagName.isWellFormed(text)) {
      throw Failure.of(ExitCode.USAGE, "\"" + text + "\" is no version of a release")
          .because("wanted semantic versioning, X.Y.Z or X.Y.Z-PRE, without 'v' and without '+'")
          .next("stet tag --version 1.5.213");
    }
  }

  /**
   * Refuses the version where Git knows better: the commit carries the Git tag of another version,
   * or this version's Git tag is on another commit. No Git tag at all is fine.
   */
  void agreeWith(Checkout checkout) {
    Map<String, String> tags = checkout.tags();
    List<String> here =
        tags.entrySet().stream()
            .filter(tag -> tag.getValue().equals(checkout.commit()))
            .map(Map.Entry::getKey)
            .filter(ReleaseVersion::isVersion)
            .sorted()
            .toList();
    if (!here.isEmpty() && here.stream().noneMatch(this::isNamedBy)) {
      throw differs("the Git tag of this commit is " + String.join(", ", here));
    }
    tags.forEach(
        (tag, commit) -> {
          if (isNamedBy(tag) && !commit.equals(checkout.commit())) {
            throw differs("Git tag " + tag + " is on commit " + commit + ", not on this one");
          }
        });
  }

  private Failure differs(String why) {
    return Failure.of(ExitCode.REFUSED, "version " + text + " is not what Git says")
        .because(why)
        .next("git tag --points-at HEAD");
  }

  private boolean isNamedBy(String tag) {
    return withoutV(tag).equals(text);
  }

  private static boolean isVersion(String tag) {
    return SEMVER.matcher(withoutV(tag)).matches();
  }

  private static String withoutV(String tag) {
    return tag.startsWith("v") ? tag.substring(1) : tag;
  }
}
