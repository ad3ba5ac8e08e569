package dev.stet.registry.tags;

import dev.stet.oci.TagName;
import dev.stet.registry.tags.SourceRevision.Origin;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a name may be and say, without looking at the repository. Immutable.
 *
 * @param rollingNames names that move by nature, so they are refused as tags
 * @param strictLabels whether a name that contradicts a mere label is refused too
 */
public record TagRules(Set<String> rollingNames, boolean strictLabels) {
  private static final Pattern ENDS_IN_COMMIT =
      Pattern.compile("(?<branch>.+)-(?<commit>[0-9a-fA-F]{7,40}|[0-9a-fA-F]{64})");
  private static final Pattern PULL_REQUEST = Pattern.compile("pr-\\d+");
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  /** Takes a copy of the names. */
  public TagRules {
    rollingNames = Set.copyOf(rollingNames);
  }

  /** Whether the name moves by nature, like {@code latest}. */
  public boolean isRolling(TagName name) {
    return rollingNames.contains(name.value());
  }

  /** What a name's commit says about the image's. */
  sealed interface Honesty {
    /** They agree, or one of them says nothing. */
    record Agrees() implements Honesty {}

    /** They differ, but the name may be right. */
    record Doubtful(String warning) implements Honesty {}

    /** They differ, and the image must know. */
    record Lies(SourceRevision revision) implements Honesty {}
  }

  /** Compares the commit at the end of a name with the one that the image says. */
  Honesty compare(TagName name, Optional<SourceRevision> source) {
    Matcher matcher = ENDS_IN_COMMIT.matcher(name.value());
    if (source.isEmpty() || !matcher.matches()) {
      return new Honesty.Agrees();
    }
    SourceRevision revision = source.get();
    String commit = matcher.group("commit");
    if (revision.commit().startsWith(commit.toLowerCase(Locale.ROOT))) {
      return new Honesty.Agrees();
    }
    return mayBeRight(matcher.group("branch"), commit, revision)
        ? new Honesty.Doubtful(warning(name, revision))
        : new Honesty.Lies(revision);
  }

  /** A number is perhaps no commit, CI builds the merge of a pull request, a label is inherited. */
  private boolean mayBeRight(String branch, String commit, SourceRevision revision) {
    return DIGITS.matcher(commit).matches()
        || PULL_REQUEST.matcher(branch).matches()
        || (revision.origin() == Origin.LABEL && !strictLabels);
  }

  private static String warning(TagName name, SourceRevision revision) {
    String where = revision.origin() == Origin.LABEL ? "a label" : "an annotation";
    return "tag "
        + name
        + " names another commit than "
        + where
        + " of the image: "
        + revision.shortCommit();
  }

  /** The branch that a name speaks of: what stands before the commit at its end. */
  public static Optional<String> branch(TagName name) {
    Matcher matcher = ENDS_IN_COMMIT.matcher(name.value());
    return matcher.matches() ? Optional.of(matcher.group("branch")) : Optional.empty();
  }

  /** A name that would be right for an image, by the branch that a wrong name speaks of. */
  static Optional<String> advice(TagName wrong, Optional<SourceRevision> source) {
    return source.map(
        revision -> {
          Matcher matcher = ENDS_IN_COMMIT.matcher(wrong.value());
          String branch =
              matcher.matches()
                  ? matcher.group("branch")
                  : revision.branch().filter(TagName::isWellFormed).orElse("main");
          String name = branch + "-" + revision.shortCommit();
          return TagName.isWellFormed(name) ? name : "main-" + revision.shortCommit();
        });
  }
}
