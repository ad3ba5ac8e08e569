package dev.stet.registry.tags;

import dev.stet.oci.Digest;
import dev.stet.oci.TagName;
import java.util.List;
import java.util.Optional;

/** What came of a {@link Claim}. Committed before anybody sees it. */
public sealed interface ClaimOutcome {
  /** Something was written to the registry's history. */
  sealed interface Written extends ClaimOutcome {
    /** The number of that, or of the last of several. */
    long sequence();
  }

  /**
   * The names now stand for the manifest.
   *
   * @param sequence the number of the last name's claim in the registry's history
   */
  record Claimed(long sequence) implements Written {}

  /**
   * A tag that was burnt stands again: this is the image that it always named.
   *
   * @param sequence the number of that in the registry's history
   */
  record Restored(long sequence) implements Written {}

  /**
   * A channel, machine tag or mutable name was moved.
   *
   * @param sequence the number of the move in the registry's history
   * @param from the name as it was before
   */
  record Moved(long sequence, HeldName from) implements Written {}

  /**
   * The names named this very manifest already; nothing was written, unless its bytes had been
   * damaged.
   *
   * @param sequence the number of the claim as it was then
   */
  record AlreadyNames(long sequence) implements ClaimOutcome {}

  /** The manifest was stored under its digest; no name was asked for. */
  record Stored() implements ClaimOutcome {}

  /**
   * The name is kept as it stands, as the client asked: both images come from the same commit. The
   * pushed manifest was not stored.
   */
  record Kept(HeldName existing) implements ClaimOutcome {}

  /**
   * Not done: the claim's condition does not hold.
   *
   * @param current what its target names, if anything
   */
  record Unmet(Optional<Digest> current) implements ClaimOutcome {}

  /** Refused: the name stands for another manifest. */
  record Taken(HeldName existing) implements ClaimOutcome {}

  /** Refused: the name is burnt, and this is not the manifest that may bring it back. */
  record Burnt(HeldName tombstone) implements ClaimOutcome {}

  /** Refused: the image was withdrawn from the repository, and returns under no name. */
  record Withdrawn(DeletionReason reason) implements ClaimOutcome {}

  /** Refused: the name is one that moves by nature. */
  record Rolling(TagName name) implements ClaimOutcome {}

  /** Refused: the channel points to tags, and the manifest has none. */
  record NeedsTag(TagName channel) implements ClaimOutcome {}

  /** Refused: the name is a machine tag, and the manifest is an image that can run. */
  record WrongKind(HeldName existing) implements ClaimOutcome {}

  /**
   * Refused: the name says another commit than the image.
   *
   * @param revision what the image says
   */
  record Lies(TagName name, SourceRevision revision) implements ClaimOutcome {}

  /**
   * Refused: the repository lacks what the manifest refers to.
   *
   * @param digests all that is missing
   */
  record Missing(List<Digest> digests) implements ClaimOutcome {
    /** Takes a copy. */
    public Missing {
      digests = List.copyOf(digests);
    }
  }
}
