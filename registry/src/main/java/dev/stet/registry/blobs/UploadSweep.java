package dev.stet.registry.blobs;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops uploads that nobody went on with. */
final class UploadSweep implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(UploadSweep.class);

  private final BlobStore store;
  private final Clock clock;
  private final Duration expiry;

  UploadSweep(BlobStore store, Clock clock, Duration expiry) {
    this.store = store;
    this.clock = clock;
    this.expiry = expiry;
  }

  @Override
  public void run() {
    try {
      int expired = store.expire(clock.instant().minus(expiry));
      if (expired > 0) {
        LOG.info("Dropped {} uploads that nobody went on with", expired);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("Uploads could not be looked through; the next sweep tries again", e);
    }
  }
}
