package dev.stet.server.cosigning;

import dev.stet.log.AddCheckpoint;
import dev.stet.log.Note;
import java.io.IOException;
import java.util.Optional;

/** How a cosigner is reached. Safe for use by many threads. */
public interface Endpoint {
  /**
   * Asks it to sign.
   *
   * @return whatever it says, not verified
   * @throws IOException if it does not say anything in time
   */
  AddCheckpoint.Answer addCheckpoint(AddCheckpoint request) throws IOException;

  /**
   * The newest checkpoint of a log that it signed, as it shows it to monitors; empty if it shows
   * none.
   *
   * @throws IOException if it does not say anything in time
   */
  Optional<Note> signed(String origin) throws IOException;
}
