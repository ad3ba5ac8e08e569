package dev.stet.registry.retention;

import dev.stet.oci.TagName;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.NameKind;
import java.time.Instant;
import java.util.Optional;

/**
 * A name that rules of retention may be about: any but a channel.
 *
 * @param held the name
 * @param branch the branch that the name says it was built from
 * @param inBranch its place among the tags of that branch, the newest being 1; 0 without a branch
 * @param inRepository its place among all tags of the repository; 0 for a machine tag
 * @param pulledAt when its image was pulled last, as far as is known
 */
record Candidate(
    HeldName held,
    Optional<String> branch,
    int inBranch,
    int inRepository,
    Optional<Instant> pulledAt) {

  TagName name() {
    return held.name();
  }

  /** Whether tools write over it; only a rule with a pattern speaks of such a name. */
  boolean isMachine() {
    return held.kind() == NameKind.MACHINE;
  }

  /** When it was pushed or pulled last. */
  Instant usedAt() {
    return pulledAt.filter(held.pushedAt()::isBefore).orElse(held.pushedAt());
  }
}
