package dev.stet.registry;

import dev.stet.registry.blobs.BlobObserver;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what it is told of blobs. */
public final class CountingObserver implements BlobObserver {
  private final AtomicLong scrubbed = new AtomicLong();
  private final AtomicLong damaged = new AtomicLong();
  private final AtomicLong healed = new AtomicLong();

  @Override
  public void scrubbed(long bytes) {
    scrubbed.addAndGet(bytes);
  }

  @Override
  public void damaged() {
    damaged.incrementAndGet();
  }

  @Override
  public void healed() {
    healed.incrementAndGet();
  }

  public long bytesScrubbed() {
    return scrubbed.get();
  }

  public long blobsDamaged() {
    return damaged.get();
  }

  public long blobsHealed() {
    return healed.get();
  }
}
