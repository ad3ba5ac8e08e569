package dev.stet.registry.blobs;

import dev.stet.oci.Digest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which blobs are known to be damaged, until a push puts them right.
 *
 * <p>Only for logs and metrics, so that each is told of once and not with every request. Whether a
 * blob is served is decided by its bytes. Safe for use by many threads.
 */
public final class Damage {
  private static final Logger LOG = LoggerFactory.getLogger(Damage.class);

  private final BlobObserver observer;
  private final Set<Digest> known = ConcurrentHashMap.newKeySet();

  /** Nothing is known yet. */
  public Damage(BlobObserver observer) {
    this.observer = observer;
  }

  /** The bytes of a blob are damaged or gone. */
  void found(Digest digest) {
    if (known.add(digest)) {
      LOG.error("Blob {} is damaged or gone: it is not served until a push heals it", digest);
      observer.damaged();
    }
  }

  /** The bytes of a blob were pushed. */
  void pushed(Digest digest) {
    if (known.remove(digest)) {
      LOG.info("Blob {} was damaged and is whole again: it was pushed", digest);
      observer.healed();
    }
  }

  /** Bytes were read to see whether they are right. */
  void scrubbed(long bytes) {
    observer.scrubbed(bytes);
  }
}
