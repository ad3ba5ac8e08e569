package dev.stet.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.registry.log.LogInvariants;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.MachineContent;
import dev.stet.registry.tags.NameKind;
import dev.stet.registry.tags.NameRows;
import dev.stet.store.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What is so in every database of a registry, whatever was done and whatever broke. */
public final class Invariants {
  private static final String SHOWN =
      "SELECT 1 FROM repository_manifest m WHERE m.repository = n.repository"
          + " AND m.digest = n.digest AND m.deleted_at IS NULL";

  /** What must not be there, and how to look for it. */
  private static final Map<String, String> NEVER = new LinkedHashMap<>();

  static {
    NEVER.put(
        "a live name whose manifest is not shown",
        "SELECT repository || ':' || name FROM name n WHERE deleted_at IS NULL AND digest <> ''"
            + " AND NOT EXISTS ("
            + SHOWN
            + ")");
    NEVER.put(
        "a live name in a repository that is not there",
        "SELECT n.repository || ':' || n.name FROM name n LEFT JOIN repository r"
            + " ON r.name = n.repository AND r.deleted_at IS NULL"
            + " WHERE n.deleted_at IS NULL AND r.name IS NULL");
    NEVER.put(
        "a name that moves in a repository that stands, or stands in one that is mutable",
        "SELECT n.repository || ':' || n.name FROM name n JOIN repository r ON r.name = n.repository"
            + " WHERE n.deleted_at IS NULL AND (n.kind = 'mutable') <> (r.kind = 'mutable')");
    NEVER.put(
        "a gap in the history",
        "SELECT sequence FROM (SELECT sequence, ROW_NUMBER() OVER (ORDER BY sequence) AS place"
            + " FROM history) WHERE sequence <> place");
    NEVER.put(
        "a gap in the audit trail",
        "SELECT number FROM (SELECT number, ROW_NUMBER() OVER (ORDER BY number) AS place"
            + " FROM audit) WHERE number <> place");
    NEVER.put(
        "a tag that named two images since it stands",
        "SELECT n.repository || ':' || n.name FROM name n JOIN history h"
            + " ON h.repository = n.repository AND h.name = n.name AND h.sequence >= n.sequence"
            + " WHERE n.kind = 'tag' AND (h.digest NOT IN ('', n.digest)"
            + " OR COALESCE(h.previous, n.digest) <> n.digest)");
    NEVER.put(
        "a name that is not as its last event left it",
        "SELECT n.repository || ':' || n.name FROM name n JOIN history h ON h.sequence ="
            + " (SELECT MAX(sequence) FROM history l WHERE l.repository = n.repository"
            + " AND l.name = n.name) WHERE (h.event = 'deleted') <> (n.deleted_at IS NOT NULL)"
            + " OR (h.event <> 'deleted' AND h.digest <> n.digest)"
            + " OR (h.event = 'deleted' AND COALESCE(h.previous, '') <> n.digest)");
    NEVER.put(
        "a name whose number is not that of its last claim or move",
        "SELECT n.repository || ':' || n.name FROM name n WHERE n.sequence IS NOT"
            + " (SELECT MAX(sequence) FROM history h WHERE h.repository = n.repository"
            + " AND h.name = n.name AND h.event IN ('claimed', 'moved', 'created', 'stands'))");
    NEVER.put(
        "an event of a name that does not exist",
        "SELECT h.sequence FROM history h LEFT JOIN name n ON n.repository = h.repository"
            + " AND n.name = h.name WHERE h.name <> '' AND n.name IS NULL");
    NEVER.put(
        "a move from what was not so before",
        "SELECT h.sequence FROM history h WHERE h.event = 'moved' AND COALESCE(h.previous, '') <>"
            + " (SELECT p.digest FROM history p WHERE p.repository = h.repository"
            + " AND p.name = h.name AND p.sequence < h.sequence ORDER BY p.sequence DESC LIMIT 1)");
    NEVER.put(
        "a channel without its name, or the other way round",
        "SELECT COALESCE(n.repository || ':' || n.name, c.repository || ':' || c.name)"
            + " FROM (SELECT * FROM name WHERE kind = 'channel' AND deleted_at IS NULL) n"
            + " FULL JOIN channel c ON c.repository = n.repository AND c.name = n.name"
            + " WHERE n.name IS NULL OR c.name IS NULL");
    NEVER.put(
        "a channel to something else than a tag that stands for the same image",
        "SELECT c.repository || ':' || c.name FROM channel c JOIN name n"
            + " ON n.repository = c.repository AND n.name = c.name LEFT JOIN name t"
            + " ON t.repository = c.repository AND t.name = c.tag AND t.kind = 'tag'"
            + " AND t.deleted_at IS NULL WHERE c.tag IS NOT NULL AND t.digest IS NOT n.digest");
    NEVER.put(
        "a pin of what is not shown",
        "SELECT repository || '@' || digest FROM pin n WHERE NOT EXISTS (" + SHOWN + ")");
    NEVER.put(
        "what was withdrawn and is shown",
        "SELECT repository || '@' || digest FROM withdrawn n WHERE EXISTS (" + SHOWN + ")");
    NEVER.put(
        "a manifest that is shown without something that it needs",
        "SELECT r.repository || '@' || r.digest FROM manifest_reference r JOIN repository_manifest m"
            + " ON m.repository = r.repository AND m.digest = r.digest WHERE m.deleted_at IS NULL"
            + " AND r.kind <> 'subject' AND NOT EXISTS (SELECT 1 FROM repository_manifest c"
            + " WHERE c.repository = r.repository AND c.digest = r.target AND c.deleted_at IS NULL)"
            + " AND NOT EXISTS (SELECT 1 FROM repository_blob b WHERE b.repository = r.repository"
            + " AND b.digest = r.target AND b.deleted_at IS NULL)");
    NEVER.put(
        "a manifest that is shown in a repository that was deleted",
        "SELECT m.repository || '@' || m.digest FROM repository_manifest m JOIN repository r"
            + " ON r.name = m.repository WHERE r.deleted_at IS NOT NULL AND m.deleted_at IS NULL");
  }

  private Invariants() {}

  /** Fails if something is not so. */
  public static void hold(Database database) {
    database.<Boolean>read(
        handle -> {
          NEVER.forEach(
              (what, sql) ->
                  assertThat(handle.createQuery(sql).mapTo(String.class).list())
                      .as(what)
                      .isEmpty());
          machineTagsCannotRun(handle, names(handle));
          LogInvariants.hold(handle);
          return true;
        });
  }

  /** Reading them checks their checksums. */
  private static List<HeldName> names(Handle handle) {
    return handle
        .createQuery("SELECT " + NameRows.COLUMNS + " FROM name n")
        .map((row, _) -> NameRows.read(row))
        .list();
  }

  private static void machineTagsCannotRun(Handle handle, List<HeldName> names) {
    MachineContent content = new MachineContent(handle);
    assertThat(names)
        .filteredOn(name -> name.live() && name.kind() == NameKind.MACHINE)
        .allMatch(content::fits);
  }
}
