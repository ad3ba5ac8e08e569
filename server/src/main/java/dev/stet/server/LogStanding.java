package dev.stet.server;

import dev.stet.log.Checkpoint;
import dev.stet.log.Note;
import dev.stet.registry.log.TagLog;
import dev.stet.server.cosigning.Standing;

/**
 * Lets the log grow, or not, by what others say of it.
 *
 * @param atStart how many entries it had when this process opened it
 */
record LogStanding(TagLog log, long atStart) implements Standing {
  @Override
  public boolean confirmed(Checkpoint checkpoint, String by, boolean remembered) {
    return log.confirmation().confirmed(checkpoint, by, remembered);
  }

  @Override
  public void suspicion(String reason) {
    log.confirmation()
        .require(
            reason + "; nobody has shown that, so another of those who sign has to confirm ours");
  }

  /**
   * A log that lost its end, and to which nothing was added since the start, can get it back; every
   * other that has signed two histories has to end.
   */
  @Override
  public void evidence(String reason, Note shown) {
    log.confirmation().evidence(Checkpoint.parse(shown.text()), atStart, reason);
  }
}
