package dev.stet.registry.log;

import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.History.Event;
import dev.stet.registry.tags.NameRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * An event of the history that belongs in the log: a tag was given, taken away or brought back.
 *
 * @param sequence its number
 * @param event what happened
 * @param at when
 * @param actorName who did it
 * @param revision the commit that the image says it was built from
 * @param note why the tag was taken away, of such an event
 * @param digest what the history says that the tag names since; empty where it does not say
 * @param name the tag as it is by now
 * @param assigned the index of the tag's assignment, if that is in the log already
 */
record TagEvent(
    long sequence,
    Event event,
    Instant at,
    String actorName,
    String actorSource,
    Optional<String> revision,
    Optional<String> note,
    String digest,
    HeldName name,
    OptionalLong assigned) {
  /**
   * What happened to a name before it became a tag, in a repository whose names moved, is no matter
   * of the log: a tag begins with the event that its row names.
   */
  private static final String AFTER =
      "SELECT "
          + NameRows.COLUMNS
          + ", h.sequence, h.event, h.at, h.actor_name, h.actor_source, h.revision, h.note,"
          + " h.digest, e.idx FROM history h"
          + " JOIN name n ON n.repository = h.repository AND n.name = h.name"
          + " LEFT JOIN log_entry e ON e.sequence = n.sequence"
          + " WHERE h.sequence > ? AND h.sequence <= ? AND n.kind = 'tag'"
          + " AND h.sequence >= n.sequence ORDER BY h.sequence";

  private static final int NAME = 12; // columns of a name

  /** The events of tags after a number, up to another, in their order. */
  static List<TagEvent> between(Handle handle, long after, long upTo) {
    return handle.createQuery(AFTER).bind(0, after).bind(1, upTo).map((row, _) -> read(row)).list();
  }

  private static TagEvent read(ResultSet row) throws SQLException {
    long assigned = row.getLong(NAME + 9);
    boolean logged = !row.wasNull();
    return new TagEvent(
        row.getLong(NAME + 1),
        Event.of(row.getString(NAME + 2)),
        Instant.ofEpochMilli(row.getLong(NAME + 3)),
        row.getString(NAME + 4),
        row.getString(NAME + 5),
        Optional.ofNullable(row.getString(NAME + 6)),
        Optional.ofNullable(row.getString(NAME + 7)),
        row.getString(NAME + 8),
        NameRows.read(row),
        logged ? OptionalLong.of(assigned) : OptionalLong.empty());
  }
}
