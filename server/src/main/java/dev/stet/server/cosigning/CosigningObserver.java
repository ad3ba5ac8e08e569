package dev.stet.server.cosigning;

/** Sees how cosigning goes. Called by many threads, and must not block. */
public interface CosigningObserver {
  /** Sees nothing. */
  CosigningObserver NONE =
      new CosigningObserver() {
        @Override
        public void asked(String cosigner, String outcome, long nanos) {}

        @Override
        public void quorum(long size) {}
      };

  /**
   * A cosigner was asked.
   *
   * @param outcome {@code signed}, {@code failed}, {@code ahead}, {@code suspicious} or {@code
   *     evident}
   */
  void asked(String cosigner, String outcome, long nanos);

  /** The quorum has signed a checkpoint of this size. */
  void quorum(long size);
}
