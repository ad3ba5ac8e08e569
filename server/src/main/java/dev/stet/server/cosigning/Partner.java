package dev.stet.server.cosigning;

import dev.stet.log.VerifierKey;
import java.time.Duration;

/**
 * A cosigner that is asked.
 *
 * @param key whose signatures count
 * @param endpoint how it is reached
 * @param outside whether somebody else runs it than whoever runs this registry, as far as the
 *     configuration says: only these can confirm that nothing was lost
 * @param interval how long after one checkpoint it may be shown the next; zero for each round
 */
public record Partner(VerifierKey key, Endpoint endpoint, boolean outside, Duration interval) {
  /** The name of its key. */
  public String name() {
    return key.name();
  }
}
