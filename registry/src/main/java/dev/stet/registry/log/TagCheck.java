package dev.stet.registry.log;

import dev.stet.log.Leaf;
import dev.stet.log.MalformedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the log says of each tag what its record says: which image it names, and whether it
 * is burnt and why. What happened to a tag last is found by the history, whose events the entries
 * name. Used once.
 */
final class TagCheck {
  private static final String TAGS =
      """
      SELECT t.repository, t.name, t.digest, t.deleted_reason, t.newest, a.leaf, l.leaf FROM
      (SELECT n.repository, n.name, n.digest, n.sequence, n.deleted_reason,
      (SELECT MAX(h.sequence) FROM history h WHERE h.repository = n.repository
      AND h.name = n.name) AS newest FROM name n WHERE n.kind = 'tag' AND n.sequence <= ?) t
      LEFT JOIN log_entry a ON a.sequence = t.sequence
      LEFT JOIN log_entry l ON l.sequence = t.newest""";

  private static final String LIVE = "live";

  private final Handle handle;
  private final LogState state;
  private final LogCheck.Told told;

  TagCheck(Handle handle, LogState state, LogCheck.Told told) {
    this.handle = handle;
    this.state = state;
    this.told = told;
  }

  /**
   * A tag, and what the log has of it.
   *
   * @param burnt why it was taken away; null for one that is live
   * @param newest the number of the last event of its history
   * @param assigned the entry by which its record goes, unless that cannot be read
   * @param last the entry of the last event
   */
  private record Row(
      String repository,
      String tag,
      String digest,
      @Nullable String burnt,
      long newest,
      Optional<Leaf> assigned,
      Optional<Leaf> last) {}

  void run() {
    // Those after the newest event that is in the log are still being brought into it.
    handle
        .createQuery(TAGS)
        .bind(0, state.sequence())
        .map((row, _) -> read(row))
        .forEach(this::check);
  }

  private static Row read(ResultSet row) throws SQLException {
    return new Row(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        leaf(row.getBytes(6)),
        leaf(row.getBytes(7)));
  }

  private static Optional<Leaf> leaf(byte @Nullable [] bytes) {
    try {
      return Optional.ofNullable(bytes).map(Leaf::parse);
    } catch (MalformedException e) {
      return Optional.empty(); // the check of entries says so
    }
  }

  private void check(Row row) {
    if (!(row.assigned().orElse(null) instanceof Leaf.Assign assign)
        || !is(row, assign.repository(), assign.tag())) {
      contradicted(row, "no entry of the log assigns it, so nobody can prove what it names");
    } else if (!assign.digest().equals(row.digest())) {
      contradicted(
          row, "its record says " + row.digest() + ", and the log says " + assign.digest());
    } else if (row.newest() <= state.sequence() && !recorded(row).equals(logged(row))) {
      contradicted(
          row, "its record says that it is " + recorded(row) + ", and the log says " + logged(row));
    }
  }

  private static String recorded(Row row) {
    return row.burnt() == null ? LIVE : burnt(row.burnt());
  }

  private static String logged(Row row) {
    return switch (row.last().orElse(null)) {
      case Leaf.Assign it when is(row, it.repository(), it.tag()) -> LIVE;
      case Leaf.Restore it when is(row, it.repository(), it.tag()) -> LIVE;
      case Leaf.Tombstone it when is(row, it.repository(), it.tag()) -> burnt(it.reason().text());
      case null, default -> "nothing of its last event";
    };
  }

  private static boolean is(Row row, String repository, String tag) {
    return row.repository().equals(repository) && row.tag().equals(tag);
  }

  private static String burnt(String reason) {
    return "burnt (" + reason + ")";
  }

  private void contradicted(Row row, String what) {
    told.fault(LogFault.CONTRADICTED, row.repository() + ":" + row.tag(), what + LogCheck.RESTORE);
  }
}
