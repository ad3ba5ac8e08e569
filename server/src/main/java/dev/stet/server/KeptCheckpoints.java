package dev.stet.server;

import dev.stet.log.Note;
import dev.stet.registry.log.Cosigned;
import dev.stet.server.cosigning.CosignedCheckpoints;

/** What was signed of the log of the registry, kept in its database. */
record KeptCheckpoints(Cosigned cosigned) implements CosignedCheckpoints {
  @Override
  public void keepQuorum(Note checkpoint) {
    cosigned.keep(Cosigned.QUORUM, checkpoint);
  }

  @Override
  public void keep(String cosigners, Note checkpoint) {
    cosigned.keep(cosigners, checkpoint);
  }
}
