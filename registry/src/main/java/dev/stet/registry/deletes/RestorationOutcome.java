package dev.stet.registry.deletes;

import dev.stet.oci.Digest;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.DeletionReason;
import java.util.List;

/** What came of a wish to bring something back. Committed before anybody sees it. */
public sealed interface RestorationOutcome {
  /**
   * It is there again.
   *
   * @param sequence the number of that in the registry's history
   * @param names the names that name what they named before
   * @param digest the manifest that is shown again, with all that it needs
   */
  record Restored(long sequence, List<TagName> names, Digest digest) implements RestorationOutcome {
    /** Takes a copy. */
    public Restored {
      names = List.copyOf(names);
    }
  }

  /** Nothing of this name or digest was deleted, or it was purged, or the name is free by now. */
  record Unknown() implements RestorationOutcome {}

  /** It was not deleted: there is nothing to do. */
  record Unchanged(Digest digest) implements RestorationOutcome {}

  /** Refused: it was withdrawn, and does not return. */
  record Withdrawn(DeletionReason reason) implements RestorationOutcome {}

  /** Refused: the name was a channel; its name is burnt for ever. */
  record WasChannel() implements RestorationOutcome {}

  /** Refused: some of it has been purged. */
  record Gone(List<Digest> digests) implements RestorationOutcome {
    /** Takes a copy. */
    public Gone {
      digests = List.copyOf(digests);
    }
  }
}
