package dev.stet.registry.retention;

import dev.stet.registry.tags.TagPattern;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a rule says. */
sealed interface Statement {
  /** What it says of a tag; empty if nothing. */
  Optional<Opinion> of(Candidate tag, Moment moment);

  /** Of each branch the newest stay, and the others may go. */
  record NewestPerBranch(int count) implements Statement {
    @Override
    public Optional<Opinion> of(Candidate tag, Moment moment) {
      return tag.branch()
          .filter(_ -> !tag.isMachine())
          .map(branch -> among(tag.inBranch(), count, "of branch " + branch));
    }
  }

  /** The newest stay, and the others may go. */
  record Newest(int count) implements Statement {
    @Override
    public Optional<Opinion> of(Candidate tag, Moment moment) {
      return tag.isMachine()
          ? Optional.empty()
          : Optional.of(among(tag.inRepository(), count, "of the repository"));
    }
  }

  private static Opinion among(int place, int count, String of) {
    String newest = "among the " + count + " newest " + of;
    return place <= count ? new Opinion.Stay("is " + newest) : new Opinion.Go("is not " + newest);
  }

  /** All that match stay. */
  record Matching(TagPattern pattern) implements Statement {
    @Override
    public Optional<Opinion> of(Candidate tag, Moment moment) {
      return pattern.matches(tag.name())
          ? Optional.of(new Opinion.Stay("matches " + pattern))
          : Optional.empty();
    }
  }

  /** Those that match may go some time after they were pushed. */
  record After(TagPattern pattern, int days) implements Statement {
    @Override
    public Optional<Opinion> of(Candidate tag, Moment moment) {
      return pattern.matches(tag.name()) && tag.held().pushedAt().isBefore(ago(moment, days))
          ? Optional.of(
              new Opinion.Go(
                  "matches " + pattern + " and was pushed more than " + text(days) + " ago"))
          : Optional.empty();
    }
  }

  /** Those that nobody has pushed or pulled for some time may go. */
  record NotPulled(int days) implements Statement {
    @Override
    public Optional<Opinion> of(Candidate tag, Moment moment) {
      Instant limit = ago(moment, days);
      if (tag.isMachine() || !tag.usedAt().isBefore(limit)) {
        return Optional.empty();
      }
      return Optional.of(
          moment.pullsKnownSince().isAfter(limit)
              ? new Opinion.Stay("may have been pulled before pulls were written down")
              : new Opinion.Go("was neither pushed nor pulled in " + text(days)));
    }
  }

  private static Instant ago(Moment moment, int days) {
    return moment.now().minus(Duration.ofDays(days));
  }

  private static String text(int days) {
    return days == 1 ? "1 day" : days + " days";
  }
}
