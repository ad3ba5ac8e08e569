package dev.stet.registry.blobs;

import java.time.Duration;

/** How fast somebody may read who has time. */
@FunctionalInterface
public interface Pace {
  /** As fast as it goes. */
  Pace UNLIMITED = _ -> {};

  /** No faster than so many bytes a second, which is more than none. */
  static Pace of(long bytesASecond) {
    double nanosAByte = (double) Duration.ofSeconds(1).toNanos() / bytesASecond;
    return bytes -> Thread.sleep(Duration.ofNanos((long) (bytes * nanosAByte)));
  }

  /** Waits for as long as it takes to read so many bytes. */
  void spend(long bytes) throws InterruptedException;
}
