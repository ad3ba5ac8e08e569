package dev.stet.registry.space;

import java.time.Duration;
import java.time.Instant;

/**
 * How old something must be before it is collected, because a push may be about to use it.
 *
 * @param untagged for a manifest without a name, since it was pushed last
 * @param blob for a blob that no manifest refers to, since it was pushed or mounted last
 */
public record Grace(Duration untagged, Duration blob) {
  /** The same for all. */
  static Grace of(Duration both) {
    return new Grace(both, both);
  }

  /** What is to be so old at that time. */
  Limits at(Instant now) {
    return new Limits(now.minus(untagged), now.minus(blob));
  }

  /**
   * The grace at one time.
   *
   * @param manifests the time before which a manifest must have been pushed
   * @param blobs the time before which a blob must have been pushed or mounted
   */
  record Limits(Instant manifests, Instant blobs) {}
}
