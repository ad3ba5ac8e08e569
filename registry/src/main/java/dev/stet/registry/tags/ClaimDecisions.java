package dev.stet.registry.tags;

import dev.stet.oci.Digest;
import dev.stet.oci.TagName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides the claims of one batch in their order, from what was read under the lock and what
 * earlier claims of the batch came to. Used once, by the writer's thread.
 */
final class ClaimDecisions {
  private final TagRules rules;
  private final ClaimReads reads;
  private final ClaimWrites writes;

  ClaimDecisions(TagRules rules, ClaimReads reads, ClaimWrites writes) {
    this.rules = rules;
    this.reads = reads;
    this.writes = writes;
  }

  ClaimOutcome decide(Claim claim) {
    Optional<ClaimOutcome> refusal = refusal(claim);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    List<TagName> free =
        claim.names().stream()
            .filter(name -> reads.standing(claim.repository(), name).isEmpty())
            .toList();
    if (free.isEmpty() && !claim.names().isEmpty()) {
      writes.bytes(claim.pushed());
      return new ClaimOutcome.AlreadyNames(newest(claim));
    }
    List<Digest> missing = reads.missing(claim);
    return missing.isEmpty() ? write(claim, free) : new ClaimOutcome.Missing(missing);
  }

  /** The first reason against any of the names; it refuses them all. */
  private Optional<ClaimOutcome> refusal(Claim claim) {
    for (TagName name : claim.names()) {
      Optional<ClaimOutcome> refusal = refusal(claim, name);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private Optional<ClaimOutcome> refusal(Claim claim, TagName name) {
    if (rules.isRolling(name)) {
      writes.refused(claim, name, Refusal.ROLLING_NAME);
      return Optional.of(new ClaimOutcome.Rolling(name));
    }
    Optional<StandingTag> standing = reads.standing(claim.repository(), name);
    if (standing.isPresent()) {
      return standing.get().digest().equals(claim.pushed().digest())
          ? Optional.empty()
          : Optional.of(taken(claim, standing.get()));
    }
    if (rules.compare(name, claim.pushed().source())
        instanceof TagRules.Honesty.Lies(SourceRevision revision)) {
      writes.refused(claim, name, Refusal.TAG_LIES);
      return Optional.of(new ClaimOutcome.Lies(name, revision));
    }
    return Optional.empty();
  }

  private ClaimOutcome taken(Claim claim, StandingTag standing) {
    boolean sameCommit =
        standing.revision().isPresent()
            && standing.revision().equals(claim.pushed().source().map(SourceRevision::commit));
    if (claim.ifTaken() == IfTaken.KEEP && sameCommit && claim.names().size() == 1) {
      return new ClaimOutcome.Kept(standing);
    }
    writes.refused(claim, standing.name(), Refusal.TAG_TAKEN);
    return new ClaimOutcome.Taken(standing);
  }

  private ClaimOutcome write(Claim claim, List<TagName> free) {
    writes.manifest(claim);
    reads.nowHolds(claim.repository(), claim.pushed().digest());
    List<StandingTag> claimed = new ArrayList<>();
    for (TagName name : free) {
      StandingTag tag = writes.claimed(claim, name, note(claim, name));
      reads.nowStands(tag);
      claimed.add(tag);
    }
    return claimed.isEmpty()
        ? new ClaimOutcome.Stored()
        : new ClaimOutcome.Claimed(claimed.getLast().sequence());
  }

  private Optional<String> note(Claim claim, TagName name) {
    return rules.compare(name, claim.pushed().source())
            instanceof TagRules.Honesty.Doubtful(String warning)
        ? Optional.of(warning)
        : Optional.empty();
  }

  private long newest(Claim claim) {
    return claim.names().stream()
        .flatMap(name -> reads.standing(claim.repository(), name).stream())
        .mapToLong(StandingTag::sequence)
        .max()
        .orElseThrow();
  }
}
