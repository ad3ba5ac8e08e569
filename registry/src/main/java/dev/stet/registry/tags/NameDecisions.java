package dev.stet.registry.tags;

import dev.stet.oci.TagName;
import java.util.Optional;

/**
 * The rules of names: what a claim does to a name, by what the name is. Used by one batch.
 *
 * <p>A name has one kind for ever, so whoever holds it decides first; only a free name is judged by
 * its form and by what is pushed.
 */
final class NameDecisions {
  private final TagRules rules;
  private final ClaimReads reads;
  private final MachineContent machine;

  NameDecisions(TagRules rules, ClaimReads reads, MachineContent machine) {
    this.rules = rules;
    this.reads = reads;
    this.machine = machine;
  }

  NameDecision decide(Claim claim, TagName name) {
    Optional<HeldName> held = reads.name(claim.repository(), name);
    if (reads.kind(claim.repository()) == RepositoryKind.MUTABLE) {
      return held.map(it -> move(claim, it)).orElse(give(NameKind.MUTABLE));
    }
    return held.isPresent() ? held(claim, held.get()) : free(claim, name);
  }

  private NameDecision held(Claim claim, HeldName held) {
    return switch (held.kind()) {
      case TAG -> tag(claim, held);
      case CHANNEL -> held.live() ? channel(claim, held) : burnt(held);
      case MACHINE ->
          machine.fits(claim.repository(), held.name(), claim.pushed().manifest())
              ? move(claim, held)
              : refuse(new ClaimOutcome.WrongKind(held), Refusal.WRONG_KIND);
      case MUTABLE -> free(claim, held.name()); // deleted before its repository came to stand
    };
  }

  private NameDecision tag(Claim claim, HeldName tag) {
    boolean same = claim.pushed().is(tag.image());
    if (tag.live()) {
      return same ? new NameDecision.Keep(tag) : taken(claim, tag);
    }
    boolean withdrawn = tag.deletion().orElseThrow().reason().withdrawn();
    return same && !withdrawn ? new NameDecision.Restore(tag) : burnt(tag);
  }

  private static NameDecision burnt(HeldName name) {
    return refuse(new ClaimOutcome.Burnt(name), Refusal.TAG_BURNT);
  }

  private static NameDecision taken(Claim claim, HeldName standing) {
    boolean sameCommit =
        standing.revision().isPresent()
            && standing.revision().equals(claim.pushed().source().map(SourceRevision::commit));
    return claim.ifTaken() == IfTaken.KEEP && sameCommit && claim.names().size() == 1
        ? new NameDecision.Refuse(new ClaimOutcome.Kept(standing), Optional.empty())
        : refuse(new ClaimOutcome.Taken(standing), Refusal.TAG_TAKEN);
  }

  private NameDecision channel(Claim claim, HeldName held) {
    Channel channel = reads.channel(claim.repository(), held.name());
    if (held.names(claim.pushed()) && channel.tag().isPresent()) {
      return new NameDecision.Keep(held);
    }
    boolean hasTag =
        reads.newestTag(claim.repository(), claim.pushed()).isPresent()
            || claim.names().stream().anyMatch(name -> getsTag(claim, name));
    return hasTag
        ? new NameDecision.Point()
        : refuse(new ClaimOutcome.NeedsTag(held.name()), Refusal.CHANNEL_NEEDS_TAG);
  }

  /** Whether this name of the claim will be a tag of its manifest. */
  private boolean getsTag(Claim claim, TagName name) {
    boolean channel =
        reads
            .name(claim.repository(), name)
            .filter(it -> it.kind() == NameKind.CHANNEL)
            .isPresent();
    return !channel
        && switch (decide(claim, name)) {
          case NameDecision.Give(NameKind kind, _) -> kind == NameKind.TAG;
          case NameDecision.Restore _ -> true;
          case NameDecision.Keep _,
              NameDecision.Move _,
              NameDecision.Point _,
              NameDecision.Refuse _ ->
              false;
        };
  }

  private static NameDecision move(Claim claim, HeldName held) {
    if (held.names(claim.pushed())) {
      return new NameDecision.Keep(held);
    }
    return held.live() ? new NameDecision.Move(held) : give(held.kind());
  }

  private NameDecision free(Claim claim, TagName name) {
    if (rules.isRolling(name)) {
      return refuse(new ClaimOutcome.Rolling(name), Refusal.ROLLING_NAME);
    }
    if (machine.fits(claim.repository(), name, claim.pushed().manifest())) {
      return give(NameKind.MACHINE);
    }
    return switch (rules.compare(name, claim.pushed().source())) {
      case TagRules.Honesty.Lies(SourceRevision revision) ->
          refuse(new ClaimOutcome.Lies(name, revision), Refusal.TAG_LIES);
      case TagRules.Honesty.Doubtful(String warning) ->
          new NameDecision.Give(NameKind.TAG, Optional.of(warning));
      case TagRules.Honesty.Agrees() -> give(NameKind.TAG);
    };
  }

  private static NameDecision give(NameKind kind) {
    return new NameDecision.Give(kind, Optional.empty());
  }

  private static NameDecision refuse(ClaimOutcome why, String reason) {
    return new NameDecision.Refuse(why, Optional.of(reason));
  }
}
