package dev.stet.registry.deletes;

import dev.stet.oci.Digest;
import dev.stet.oci.TagName;
import java.util.List;

/** What came of a deletion. Committed before anybody sees it. */
public sealed interface DeletionOutcome {
  /**
   * It is gone.
   *
   * @param sequence the number of that in the registry's history
   * @param names the names that went with it; tags among them are burnt
   * @param digests the manifests and blobs that are out of sight now
   */
  record Deleted(long sequence, List<TagName> names, List<Digest> digests)
      implements DeletionOutcome {
    /** Takes copies. */
    public Deleted {
      names = List.copyOf(names);
      digests = List.copyOf(digests);
    }
  }

  /** There is no such thing. */
  record Unknown() implements DeletionOutcome {}

  /**
   * Refused: the image must stay.
   *
   * @param why in words that follow "because it"
   */
  record Protected(Digest digest, String why) implements DeletionOutcome {}

  /** Refused: a manifest of the repository refers to it. */
  record Needed(Digest by) implements DeletionOutcome {}

  /** Refused: the name is a channel, which is removed in another way. */
  record IsChannel(TagName name) implements DeletionOutcome {}
}
