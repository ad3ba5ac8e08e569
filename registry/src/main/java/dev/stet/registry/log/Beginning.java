package dev.stet.registry.log;

import dev.stet.log.Checkpoint;
import dev.stet.log.Frontier;
import dev.stet.log.Leaf;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Writes the first entry of a log, which says what it is called. */
final class Beginning {
  private Beginning() {}

  static void write(Handle handle, String origin, LogSigner signer, Clock clock) {
    long now = clock.millis();
    Checkpoint empty = new Checkpoint(origin, 0, Frontier.empty().root());
    LogState nothing =
        new LogState(
            origin,
            0,
            List.of(),
            signer.sign(empty),
            now,
            0,
            Optional.empty(),
            0,
            Optional.empty());
    LogWrites writes = new LogWrites(handle, nothing);
    writes.append(new Leaf.Genesis(origin, Optional.empty(), now), null, Optional.empty());
    writes.execute(signer, 0).begin(handle);
  }
}
