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
    Optional<DeletionReason> withdrawn = reads.withdrawn(claim);
    if (withdrawn.isPresent()) {
      claim.names().forEach(name -> writes.refused(claim, name, Refusal.WITHDRAWN));
      return new ClaimOutcome.Withdrawn(withdrawn.get());
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
    reads.nowHolds(claim);
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
        if (named(given).kind() == NameKind.TAG) {
          moveFollowers(claim, given);
        }
        yield Optional.of(new ClaimOutcome.Claimed(given.sequence()));
      }
      case NameDecision.Restore(HeldName burnt) -> {
        HeldName restored = named(burnt.restored());
        yield Optional.of(new ClaimOutcome.Restored(writes.restored(restored, claim.actor())));
      }
      case NameDecision.Move(HeldName from) -> {
        HeldName moved =
            writes.named(claim, name, from.kind(), Event.MOVED, from.digest(), Optional.empty());
        yield Optional.of(new ClaimOutcome.Moved(named(moved).sequence(), from));
      }
      case NameDecision.Point _ -> {
        Channel channel = reads.channel(claim.repository(), name);
        HeldName tag = reads.newestTag(claim.repository(), claim.pushed()).orElseThrow();
        yield channel.tag().equals(Optional.of(tag.name()))
            ? Optional.empty() // it follows the tag, and moved with it
            : Optional.of(point(claim, channel, tag, "to " + tag.name()));
      }
    };
  }

  private HeldName named(HeldName name) {
    reads.nowHeld(name);
    return name;
  }

  /** Moves the channels that follow a tag which was just claimed: it is the newest. */
  private void moveFollowers(Claim claim, HeldName tag) {
    for (Channel channel : reads.channels(claim.repository())) {
      channel
          .follow()
          .filter(it -> it.matches(tag.name()))
          .ifPresent(it -> point(claim, channel, tag, "to " + tag.name() + ", follows " + it));
    }
  }

  private ClaimOutcome.Moved point(Claim claim, Channel channel, HeldName to, String note) {
    HeldName from = reads.nameIn(channel.repository(), channel.name());
    Channel moved = channel.movedTo(Optional.of(to.name()));
    reads.nowPoints(moved);
    HeldName pointed = named(writes.pointed(moved, from, to, claim.actor(), note));
    return new ClaimOutcome.Moved(pointed.sequence(), from);
  }
}
