package dev.stet.registry.care;

import static dev.stet.registry.care.DamageKind.BLOB_MISSING;
import static dev.stet.registry.care.DamageKind.CHANNEL_ASTRAY;
import static dev.stet.registry.care.DamageKind.HISTORY_CONTRADICTED;
import static dev.stet.registry.care.DamageKind.HISTORY_GAP;
import static dev.stet.registry.care.DamageKind.MANIFEST_MISSING;
import static dev.stet.registry.care.DamageKind.NAME_MISSING;
import static dev.stet.registry.care.DamageKind.REFERENCE_MISSING;
import static dev.stet.registry.care.DamageKind.REPOSITORY_MISSING;

import org.jdbi.v3.core.Handle;

/** What must hold between rows. Each rule is a query for the rows that break it. */
enum RowRule {
  NAME_IN_REPOSITORY(
      REPOSITORY_MISSING,
      """
      SELECT DISTINCT n.repository, '' FROM name n LEFT JOIN repository r ON r.name = n.repository
      WHERE r.name IS NULL OR (r.deleted_at IS NOT NULL AND n.deleted_at IS NULL)""",
      "it has names, but there is no record of it, so nobody can list them: restore a backup"),

  NAME_HAS_MANIFEST(
      MANIFEST_MISSING,
      """
      SELECT n.repository || ':' || n.name, n.digest FROM name n LEFT JOIN repository_manifest r
      ON r.repository = n.repository AND r.digest = n.digest AND r.deleted_at IS NULL
      WHERE n.deleted_at IS NULL AND n.digest <> '' AND r.digest IS NULL""",
      "it names %s, which the repository does not hold, so a pull answers 404: push that image"
          + " under its digest"),

  MANIFEST_HAS_BYTES(
      MANIFEST_MISSING,
      """
      SELECT r.repository || '@' || r.digest, '' FROM repository_manifest r LEFT JOIN manifest m
      ON m.digest = r.digest WHERE m.digest IS NULL""",
      "its bytes are gone, so a pull answers 404: push it again"),

  MANIFEST_HAS_BLOBS(
      REFERENCE_MISSING,
      """
      SELECT r.repository || '@' || r.digest, r.target FROM manifest_reference r
      JOIN repository_manifest m ON m.repository = r.repository AND m.digest = r.digest
      LEFT JOIN repository_blob b ON b.repository = r.repository AND b.digest = r.target
      AND b.deleted_at IS NULL
      WHERE r.kind IN ('config', 'layer') AND m.deleted_at IS NULL AND b.digest IS NULL""",
      "it needs blob %s, which the repository does not hold, so a pull fails: push the image again"),

  MANIFEST_HAS_CHILDREN(
      REFERENCE_MISSING,
      """
      SELECT r.repository || '@' || r.digest, r.target FROM manifest_reference r
      JOIN repository_manifest m ON m.repository = r.repository AND m.digest = r.digest
      LEFT JOIN repository_manifest c ON c.repository = r.repository AND c.digest = r.target
      AND c.deleted_at IS NULL
      WHERE r.kind = 'child' AND m.deleted_at IS NULL AND c.digest IS NULL""",
      "it needs manifest %s, which the repository does not hold, so a pull fails: push the image"
          + " again"),

  BLOB_HAS_ROW(
      BLOB_MISSING,
      """
      SELECT DISTINCT r.digest, '' FROM repository_blob r LEFT JOIN blob b ON b.digest = r.digest
      WHERE b.digest IS NULL""",
      "repositories hold it, but there is no record of where it lies, so a pull answers 404: push"
          + " it again"),

  SMALL_BLOB_HAS_BYTES(
      BLOB_MISSING,
      """
      SELECT b.digest, '' FROM blob b LEFT JOIN small_blob s ON s.digest = b.digest
      WHERE b.storage_key = '' AND s.digest IS NULL""",
      "its bytes are gone, so a pull answers 404: push it again"),

  CHANNEL_POINTS(
      CHANNEL_ASTRAY,
      """
      SELECT n.repository || ':' || n.name, COALESCE('to ' || c.tag, 'nowhere') FROM name n
      LEFT JOIN channel c ON c.repository = n.repository AND c.name = n.name
      LEFT JOIN name t ON t.repository = n.repository AND t.name = c.tag AND t.kind = 'tag'
      AND t.deleted_at IS NULL AND t.digest = n.digest
      WHERE n.kind = 'channel' AND n.deleted_at IS NULL
      AND (c.name IS NULL OR (c.tag IS NOT NULL AND t.name IS NULL))""",
      "it points %s, which is no tag that stands for the same image: move the channel"),

  CHANNEL_IS_NAMED(
      CHANNEL_ASTRAY,
      """
      SELECT c.repository || ':' || c.name, '' FROM channel c LEFT JOIN name n
      ON n.repository = c.repository AND n.name = c.name AND n.kind = 'channel'
      AND n.deleted_at IS NULL WHERE n.name IS NULL""",
      "it points to a tag, but there is no such channel: restore a backup"),

  HISTORY_IS_COUNTED(
      HISTORY_GAP,
      """
      SELECT CASE WHEN sequence = last + 2 THEN last + 1
      ELSE (last + 1) || ' to ' || (sequence - 1) END, '' FROM
      (SELECT sequence, LAG(sequence, 1, 0) OVER (ORDER BY sequence) AS last FROM history)
      WHERE sequence <> last + 1""",
      "the history lacks what has this number, and nobody can say what that was: restore a backup"),

  NAME_HAS_EVENT(
      HISTORY_CONTRADICTED,
      """
      SELECT n.repository || ':' || n.name, n.sequence FROM name n LEFT JOIN history h
      ON h.sequence = n.sequence AND h.repository = n.repository AND h.name = n.name
      AND h.digest = n.digest WHERE h.sequence IS NULL""",
      "its record says that it names what it names since event %s, and the history has no such"
          + " event: restore a backup"),

  NAME_IS_AS_LAST_EVENT_SAYS(
      HISTORY_CONTRADICTED,
      """
      SELECT n.repository || ':' || n.name,
      CASE WHEN n.deleted_at IS NULL THEN 'live' ELSE 'deleted' END FROM name n
      WHERE (n.deleted_at IS NOT NULL) <> COALESCE((SELECT h.event = 'deleted' FROM history h
      WHERE h.repository = n.repository AND h.name = n.name ORDER BY h.sequence DESC LIMIT 1), 0)""",
      "its record says that it is %s, and the last event of its history says the opposite: restore"
          + " a backup"),

  EVENT_HAS_NAME(
      NAME_MISSING,
      """
      SELECT DISTINCT h.repository || ':' || h.name, '' FROM history h LEFT JOIN name n
      ON n.repository = h.repository AND n.name = h.name WHERE h.name <> '' AND n.name IS NULL""",
      "the history has it, but its record is gone, so that it could be given again: restore a"
          + " backup");

  private final DamageKind kind;
  private final String query;
  private final String message;

  /**
   * A rule.
   *
   * @param query gives a subject and a detail for each row that breaks it
   * @param message what to say, with the detail at {@code %s}
   */
  RowRule(DamageKind kind, String query, String message) {
    this.kind = kind;
    this.query = query;
    this.message = message;
  }

  /** Tells of each row that breaks the rule. */
  void check(Handle handle, Findings findings) {
    handle
        .createQuery(query)
        .map((row, _) -> new Broken(row.getString(1), row.getString(2)))
        .forEach(it -> findings.add(kind, it.subject(), message.formatted(it.detail())));
  }

  private record Broken(String subject, String detail) {}
}
