package dev.stet.server.cosigning;

import dev.stet.log.Note;

/** Where the newest checkpoint of each set of cosigners is kept. Safe for use by many threads. */
@FunctionalInterface
public interface CosignedCheckpoints {
  /** The name of the set that is the quorum, whoever belongs to it. */
  String QUORUM = "quorum";

  /**
   * Keeps a checkpoint unless a larger one is kept for this set. Durable when it returns. After a
   * crash before that, the cosigners are asked again.
   *
   * @param cosigners who signed: {@link #QUORUM}, or the names of keys in their order, separated by
   *     spaces
   * @param checkpoint with the signatures of the log and of these
   */
  void keep(String cosigners, Note checkpoint);
}
