package dev.stet.server.cosigning;

import dev.stet.log.Checkpoint;
import dev.stet.log.Note;
import dev.stet.log.TileReader;

/** The log, as far as it is committed. Safe for use by many threads. */
public interface CommittedLog extends TileReader {
  /** The newest committed checkpoint, with the signatures of the log alone; read anew each time. */
  Note head();

  /** What {@link #head} says. */
  default Checkpoint checkpoint() {
    return Checkpoint.parse(head().text());
  }
}
