package dev.stet.registry.space;

/** Is told what became of the room on the disk, for metrics. Must not block. */
public interface SpaceObserver {
  /** So many manifests and blobs of repositories were taken out of sight. */
  void collected(long manifests, long blobs);

  /** So many bytes were given back for good. */
  void purged(long bytes);

  /** A nightly run came to its end, or broke off. */
  void nightly(boolean whole);
}
