package dev.stet.server;

import dev.stet.log.Checkpoint;
import dev.stet.log.Note;
import dev.stet.registry.log.TagLog;
import dev.stet.registry.tags.NamesGate;
import dev.stet.server.cosigning.Standing;

/** Lets the log grow, or not, by what others say of it. */
record LogStanding(TagLog log) implements Standing {
  @Override
  public boolean confirmed(Checkpoint checkpoint, String by) {
    return log.confirmation().confirmed(checkpoint, by);
  }

  @Override
  public void suspicion(String reason) {
    log.requireConfirmation(
        reason + "; nobody has shown that, so another of those who sign has to confirm ours");
  }

  /**
   * A log that lost its end, and to which nothing was added since the start, can get it back; every
   * other that has signed two histories has to end.
   */
  @Override
  public void evidence(String reason, Note shown) {
    boolean waiting = log.gate().closed(NamesGate.Reason.LOG_UNCONFIRMED);
    long ours = Checkpoint.parse(log.head().orElseThrow().text()).size();
    if (waiting && Checkpoint.parse(shown.text()).size() > ours) {
      log.requireConfirmation(
          reason
              + ": this is an older state of the registry. Fetch what it lacks with 'stet log"
              + " recover --from URL'");
    } else {
      log.stop(reason + "; see the manual about a broken log");
    }
  }
}
