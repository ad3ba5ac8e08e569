package dev.stet.registry.log;

/** Waits for the others that sign the log. */
@FunctionalInterface
public interface QuorumWait {
  /** Where nobody signs but the log. */
  QuorumWait NOBODY = _ -> false;

  /**
   * Waits until a quorum has signed a checkpoint of at least this size, but not for ever.
   *
   * @return whether it has
   */
  boolean reaches(long size);
}
