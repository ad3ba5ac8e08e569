package dev.stet.registry.tags;

import dev.stet.oci.Digest;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.History.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides the claims of one batch in their order, from what was read under the lock and what
 * earlier claims of the batch came to. Used once, by the writer's thread.
 */
final class ClaimDecisions {
  private final NameDecisions rules;
  private final ClaimReads reads;
  private final ClaimWrites writes;

  ClaimDecisions(NameDecisions rules, ClaimReads reads, ClaimWrites writes) {
    this.rules = rules;
    this.reads = reads;
    this.writes = writes;
  }

  ClaimOutcome decide(Claim claim) {
    Optional<Digest> current =
        claim.condition().flatMap(it -> reads.current(claim.repository(), it.target()));
    if (claim.condition().filter(it -> !it.holds(current)).isPresent()) {
      return new ClaimOutcome.Unmet(current);
    }
    List<NameDecision> decisions = new ArrayList<>();
    for (TagName name : claim.names()) {
      NameDecision decision = rules.decide(claim, name);
      if (decision instanceof NameDecision.Refuse(ClaimOutcome why, Optional<String> reason)) {
        reason.ifPresent(it -> writes.refused(claim, name, it));
        return why; // the first reason against any of the names refuses them all
      }
      decisions.add(decision);
    }
    if (keepsAll(decisions) && reads.holds(claim.repository(), claim.pushed().digest())) {
      writes.bytes(claim.pushed());
      return new ClaimOutcome.AlreadyNames(newest(decisions));
    }
    List<Digest> missing = reads.missing(claim);
    return missing.isEmpty() ? write(claim, decisions) : new ClaimOutcome.Missing(missing);
  }

  private static boolean keepsAll(List<NameDecision> decisions) {
    return !decisions.isEmpty() && decisions.stream().allMatch(NameDecision.Keep.class::isInstance);
  }

  private static long newest(List<NameDecision> decisions) {
    return decisions.stream()
        .mapToLong(it -> ((NameDecision.Keep) it).existing().sequence())
        .max()
        .orElseThrow();
  }

  private ClaimOutcome write(Claim claim, List<NameDecision> decisions) {
    if (!reads.isThere(claim.repository())) {
      writes.repository(claim.repository());
      reads.nowThere(claim.repository(), reads.kind(claim.repository()));
    }
    Stream.concat(Stream.of(claim.pushed().digest()), restored(decisions))
        .distinct()
        .forEach(digest -> manifest(claim.under(digest)));
    return names(claim, decisions);
  }

  /** What is restored may have another digest than what was pushed, by another algorithm. */
  private static Stream<Digest> restored(List<NameDecision> decisions) {
    return decisions.stream()
        .filter(NameDecision.Restore.class::isInstance)
        .map(it -> ((NameDecision.Restore) it).burnt().image());
  }

  private void manifest(Claim claim) {
    writes.manifest(claim, reads.bringsBack(claim));
    reads.nowHolds(claim.repository(), claim.pushed().digest());
  }

  /** Writes the names; the channels last, because they may point to a tag that is given here. */
  private ClaimOutcome names(Claim claim, List<NameDecision> decisions) {
    ClaimOutcome outcome =
        keepsAll(decisions)
            ? new ClaimOutcome.AlreadyNames(newest(decisions))
            : new ClaimOutcome.Stored();
    for (boolean channels : new boolean[] {false, true}) {
      for (int i = 0; i < decisions.size(); i++) {
        if (decisions.get(i) instanceof NameDecision.Point == channels) {
          outcome = write(claim, claim.names().get(i), decisions.get(i)).orElse(outcome);
        }
      }
    }
    return outcome;
  }

  /** Writes one name; empty if it stays as it is. */
  private Optional<ClaimOutcome> write(Claim claim, TagName name, NameDecision decision) {
    return switch (decision) {
      case NameDecision.Keep _, NameDecision.Refuse _ -> Optional.empty();
      case NameDecision.Give(NameKind kind, Optional<String> note) -> {
        HeldName given = writes.named(claim, name, kind, Event.CLAIMED, Optional.empty(), note);
        follow(claim, named(given));
        yield Optional.of(new ClaimOutcome.Claimed(given.sequence()));
      }
      case NameDecision.Restore(HeldName burnt) -> {
        HeldName restored = named(burnt.restored());
        long sequence = writes.restored(restored, claim.actor());
        follow(claim, restored);
        yield Optional.of(new ClaimOutcome.Restored(sequence));
      }
      case NameDecision.Move(HeldName from) -> {
        HeldName moved =
            writes.named(claim, name, from.kind(), Event.MOVED, from.digest(), Optional.empty());
        yield Optional.of(new ClaimOutcome.Moved(named(moved).sequence(), from));
      }
      case NameDecision.Point(Channel channel, HeldName from) -> {
        HeldName tag = reads.newestTag(claim.repository(), claim.pushed().digest()).orElseThrow();
        yield Optional.of(new ClaimOutcome.Moved(point(claim.actor(), channel, from, tag), from));
      }
    };
  }

  private HeldName named(HeldName name) {
    reads.nowHeld(name);
    return name;
  }

  /** Moves the channels that follow a tag which was just given. */
  private void follow(Claim claim, HeldName tag) {
    if (tag.kind() != NameKind.TAG) {
      return;
    }
    for (Channel channel : reads.channels(claim.repository())) {
      boolean follows = channel.follow().filter(it -> it.matches(tag.name())).isPresent();
      if (follows && isNewer(tag, channel)) {
        point(claim.actor(), channel, reads.nameIn(channel.repository(), channel.name()), tag);
      }
    }
  }

  /** A tag that stands again keeps its place in the order of claims. */
  private boolean isNewer(HeldName tag, Channel channel) {
    return channel
        .tag()
        .map(it -> reads.nameIn(channel.repository(), it))
        .filter(present -> present.sequence() > tag.sequence())
        .isEmpty();
  }

  private long point(Actor actor, Channel channel, HeldName from, HeldName to) {
    Channel moved = channel.movedTo(Optional.of(to.name()));
    reads.nowPoints(moved);
    return named(writes.pointed(moved, from, to, actor)).sequence();
  }
}
