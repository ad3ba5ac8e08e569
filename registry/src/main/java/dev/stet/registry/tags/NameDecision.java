package dev.stet.registry.tags;

import java.util.Optional;

/** What a claim does to one of its names. */
sealed interface NameDecision {
  /** The name is free: it is given. */
  record Give(NameKind kind, Optional<String> note) implements NameDecision {}

  /** The name names this manifest already. */
  record Keep(HeldName existing) implements NameDecision {}

  /** The burnt tag gets back the manifest that it named. */
  record Restore(HeldName burnt) implements NameDecision {}

  /** The name, which may move, names this manifest from now on. */
  record Move(HeldName from) implements NameDecision {}

  /** The channel points to the newest tag of the manifest from now on. */
  record Point() implements NameDecision {}

  /**
   * The claim is refused as a whole.
   *
   * @param reason under which the attempt is counted; empty if nobody was refused
   */
  record Refuse(ClaimOutcome why, Optional<String> reason) implements NameDecision {}
}
