package dev.stet.registry.log;

import dev.stet.log.EntryBundle;
import dev.stet.log.Note;
import java.io.IOException;
import java.util.List;

/** A copy of a log that somebody else serves. Nothing is believed of it. */
public interface LogCopy {
  /**
   * The newest checkpoint there.
   *
   * @throws IOException if it cannot be fetched
   * @throws dev.stet.log.MalformedException if it is none
   */
  Note checkpoint() throws IOException;

  /**
   * The entries under a tile.
   *
   * @throws IOException if they cannot be fetched
   * @throws dev.stet.log.MalformedException if they are not so many
   */
  List<byte[]> entries(EntryBundle bundle) throws IOException;
}
