package dev.stet.server.cosigning;

import dev.stet.log.Note;

/** Where the newest checkpoint of each set of cosigners is kept. Safe for use by many threads. */
public interface CosignedCheckpoints {
  /**
   * Keeps a checkpoint that the quorum has signed, whoever belongs to it, unless a larger one is
   * kept. Durable when it returns. After a crash before that, the cosigners are asked again.
   */
  void keepQuorum(Note checkpoint);

  /**
   * Keeps a checkpoint unless a larger one is kept for this set. Durable when it returns, as above.
   *
   * @param cosigners who signed: the names of keys in their order, separated by spaces
   * @param checkpoint with the signatures of the log and of these
   */
  void keep(String cosigners, Note checkpoint);
}
