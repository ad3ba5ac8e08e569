package dev.stet.server.cosigning;

import dev.stet.log.Checkpoint;
import dev.stet.log.Note;

/** What others say of the log, for whoever lets it be written to. Called by any thread. */
public interface Standing {
  /**
   * The outside cosigners have signed a checkpoint of ours since the start, or since the last
   * suspicion: none of them knows a larger one.
   *
   * @param by the name of the last of them
   * @param remembered whether those that knew the log before this process showed it to them are
   *     enough; the others would have signed an older state as well
   * @return whether that says that nothing was lost; else the next one is told
   */
  boolean confirmed(Checkpoint checkpoint, String by, boolean remembered);

  /**
   * A cosigner says that there is another history of the log, and nothing shows that it is right.
   * The log must not grow until {@link #confirmed}.
   */
  void suspicion(String reason);

  /**
   * There is another history of the log, and the log has signed it. The log must never grow again,
   * unless the other only has more at its end, nothing was added here since the start, and that end
   * is fetched first.
   *
   * @param shown a checkpoint with a good signature of the log, which is not one of ours
   */
  void evidence(String reason, Note shown);
}
