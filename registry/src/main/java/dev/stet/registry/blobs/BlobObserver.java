package dev.stet.registry.blobs;

/** Is told how the blobs fare, for metrics. Called by many threads; must not block. */
public interface BlobObserver {
  /** Nobody wants to know. */
  BlobObserver NONE =
      new BlobObserver() {
        @Override
        public void scrubbed(long bytes) {}

        @Override
        public void damaged() {}

        @Override
        public void healed() {}
      };

  /** So many bytes of large blobs were read to see whether they are right. */
  void scrubbed(long bytes);

  /** A blob was found damaged that was not known to be. */
  void damaged();

  /** A push put a damaged blob right. */
  void healed();
}
