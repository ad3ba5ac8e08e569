package dev.stet.registry.log;

import dev.stet.registry.audit.AuditTrail;
import dev.stet.registry.tags.Actor;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What opens the {@code meta} lines of entries: shown, or erased for ever. */
final class Openings {
  private record Wish(long index, Actor actor) {}

  private final Database database;
  private final Lane<Wish, Boolean> erasures;

  Openings(Database database, Clock clock) {
    this.database = database;
    this.erasures =
        database.lane(
            "log erasures",
            (handle, batch) -> batch.stream().map(it -> erase(handle, clock, it)).toList());
  }

  Optional<Opening> find(long index) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT opening FROM log_opening WHERE idx = ?")
                .bind(0, index)
                .mapTo(byte[].class)
                .findOne()
                .map(Opening::new));
  }

  /** Erases what opens an entry; durable when it returns. Whether there was something. */
  boolean erase(long index, Actor actor) {
    return erasures.submit(new Wish(index, actor));
  }

  private static boolean erase(Handle handle, Clock clock, Wish wish) {
    boolean erased = handle.execute("DELETE FROM log_opening WHERE idx = ?", wish.index()) > 0;
    if (erased) {
      AuditTrail.append(
          handle,
          clock.instant(),
          new AuditTrail.Entry(
              wish.actor(),
              "log.erase",
              Optional.empty(),
              "entry " + wish.index(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));
    }
    return erased;
  }
}
