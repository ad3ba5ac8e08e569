package dev.stet.registry.blobs;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over all large blobs, in the order of their digests and no faster than its pace. Ends
 * early when its thread is interrupted.
 */
final class Scrub implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Scrub.class);
  private static final int PAGE = 100;

  private final Blobs blobs;
  private final BlobCheck check;
  private final Pace pace;

  Scrub(Blobs blobs, BlobCheck check, Pace pace) {
    this.blobs = blobs;
    this.check = check;
    this.pace = pace;
  }

  @Override
  public void run() {
    try {
      List<StoredBlob> page = blobs.largeAfter(Optional.empty(), PAGE);
      while (!page.isEmpty()) {
        for (StoredBlob blob : page) {
          check(blob);
        }
        page = blobs.largeAfter(Optional.of(page.getLast().digest()), PAGE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("The scrub broke off; the next pass begins anew", e);
    }
  }

  private void check(StoredBlob blob) throws InterruptedException {
    try {
      LOG.debug("Blob {}: {}", blob.digest(), check.check(blob.digest(), pace));
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LOG.warn("Blob {} could not be read; the next pass tries again", blob.digest(), e);
    }
  }
}
