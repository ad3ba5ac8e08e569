package dev.stet.server;

import dev.stet.log.Note;
import dev.stet.log.Tile;
import dev.stet.registry.log.TagLog;
import dev.stet.server.cosigning.CommittedLog;

/** The log of the registry, for those who have it cosigned. */
record CommittedTagLog(TagLog log) implements CommittedLog {
  @Override
  public Note head() {
    return log.head().orElseThrow();
  }

  @Override
  public byte[] read(Tile tile) {
    return log.read(tile);
  }
}
