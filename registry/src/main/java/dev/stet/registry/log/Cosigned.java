package dev.stet.registry.log;

import dev.stet.log.Checkpoint;
import dev.stet.log.Note;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The newest checkpoint that each set of cosigners has signed. Safe for use by many threads.
 *
 * <p>What a crash leaves: the set as it was; the cosigners are asked again.
 */
public final class Cosigned {
  /** The name of the set that is the quorum; no key can be called so. */
  public static final String QUORUM = "+quorum";

  private record Row(String cosigners, Note note) {}

  private final Database database;
  private final Lane<Row, Boolean> lane;

  Cosigned(Database database) {
    this.database = database;
    this.lane =
        database.lane(
            "cosigned", (handle, batch) -> batch.stream().map(it -> write(handle, it)).toList());
  }

  /** The newest that the quorum has signed. */
  public Optional<Note> newest() {
    return database.read(handle -> find(handle, QUORUM));
  }

  /**
   * The best that covers an entry: that of the quorum, else the one that most have signed; what
   * they are worth is for each client's policy to say.
   */
  public Optional<Note> covering(long index) {
    return newest()
        .filter(it -> covers(it, index))
        .or(
            () ->
                database.read(Cosigned::all).stream()
                    .filter(it -> covers(it, index))
                    .max(Comparator.comparingInt(it -> it.signatures().size())));
  }

  private static boolean covers(Note note, long index) {
    return Checkpoint.parse(note.text()).size() > index;
  }

  private static List<Note> all(Handle handle) {
    return handle
        .createQuery("SELECT checkpoint FROM log_cosigned ORDER BY size DESC")
        .mapTo(String.class)
        .map(Cosigned::note)
        .list();
  }

  private static Note note(String text) {
    return Note.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Keeps a checkpoint that a set has signed, unless a larger is kept. Durable when it returns.
   *
   * @param cosigners the name of the set; {@link #QUORUM} for those that are enough
   */
  public void keep(String cosigners, Note note) {
    boolean _ = lane.submit(new Row(cosigners, note));
  }

  private static Optional<Note> find(Handle handle, String cosigners) {
    return handle
        .createQuery("SELECT checkpoint FROM log_cosigned WHERE cosigners = ?")
        .bind(0, cosigners)
        .mapTo(String.class)
        .findOne()
        .map(Cosigned::note);
  }

  private static boolean write(Handle handle, Row row) {
    return handle.execute(
            "INSERT INTO log_cosigned (cosigners, size, checkpoint) VALUES (?, ?, ?)"
                + " ON CONFLICT (cosigners) DO UPDATE SET size = excluded.size,"
                + " checkpoint = excluded.checkpoint WHERE excluded.size >= log_cosigned.size",
            row.cosigners(),
            Checkpoint.parse(row.note().text()).size(),
            row.note().encoded())
        > 0;
  }
}
