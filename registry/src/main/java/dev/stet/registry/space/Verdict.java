package dev.stet.registry.space;

import dev.stet.oci.Digest;
import java.time.Instant;
import java.util.List;

/** Whether a manifest may be collected. */
sealed interface Verdict {
  /** Something that is not protected needs it, or it is young or gone. */
  record Needed() implements Verdict {}

  /**
   * Nothing needs it, but it must stay.
   *
   * @param why in words that follow "because it"
   */
  record Protected(String why) implements Verdict {}

  /**
   * Nothing needs it.
   *
   * @param all the manifest and those that hold on to it, which nothing needs either: they go
   *     together, since none of them may be seen without it
   */
  record Unneeded(List<Manifest> all) implements Verdict {
    public Unneeded {
      all = List.copyOf(all);
    }
  }

  /** A manifest that nothing needs. */
  record Manifest(Digest digest, long size, Instant pushedAt) {}
}
