package dev.stet.registry.space;

import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.audit.AuditTrail;
import dev.stet.registry.blobs.StoredBlob;
import dev.stet.registry.protection.Protection;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.Changed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * One small step of a purge, inside its transaction: removes the rows of what has been hidden for
 * long enough. Used once, by the writer's thread.
 *
 * <p>What is protected, or has a live name, should never have been hidden; it stays.
 */
final class PurgeStep {
  private static final int PAGE = 200;

  private static final String PAGE_OF_HIDDEN =
      " WHERE deleted_at IS NOT NULL AND deleted_at <= :until"
          + " AND (deleted_at, repository, digest) > (:at, :repository, :digest)"
          + " ORDER BY deleted_at, repository, digest LIMIT "
          + PAGE;

  private static final String NAMED =
      "SELECT 1 FROM name WHERE repository = ? AND digest = ? AND deleted_at IS NULL LIMIT 1";

  /** Whether a manifest refers to the blob, be it hidden itself. */
  private static final String NEEDED =
      "SELECT 1 FROM manifest_reference WHERE repository = ? AND target = ? LIMIT 1";

  private static final String UNHELD_MANIFEST =
      "DELETE FROM manifest WHERE digest = ? AND NOT EXISTS"
          + " (SELECT 1 FROM repository_manifest r WHERE r.digest = manifest.digest)";

  private static final String UNHELD_BLOB =
      "SELECT size, storage_key FROM blob b WHERE digest = ? AND NOT EXISTS"
          + " (SELECT 1 FROM repository_blob r WHERE r.digest = b.digest)";

  /** Which kind of content a step is about. */
  enum Kind {
    MANIFESTS("repository_manifest"),
    BLOBS("repository_blob");

    private final String table;

    Kind(String table) {
      this.table = table;
    }
  }

  /**
   * A row of what is hidden, and a place in their order.
   *
   * @param at when it was hidden, in milliseconds
   */
  record Hidden(long at, String repository, String digest) {
    /** Before all others. */
    static final Hidden FIRST = new Hidden(-1, "", "");
  }

  /**
   * A wish to purge the next of what has been hidden since some time.
   *
   * @param after the row after which it begins
   */
  record Wish(Kind kind, Instant until, Hidden after, Actor actor) {}

  /**
   * What was removed.
   *
   * @param count how many manifests or blobs of repositories
   * @param bytes what that takes no more, since nobody else has it
   * @param files the large blobs without a row, whose bytes can go now
   * @param last where the next step begins; empty if there is none
   */
  record Purged(long count, long bytes, List<StoredBlob> files, Optional<Hidden> last) {
    Purged {
      files = List.copyOf(files);
    }
  }

  private final Handle handle;
  private final Protection protection;
  private final Instant now;
  private final List<StoredBlob> files = new ArrayList<>();
  private long bytes;

  PurgeStep(Handle handle, Protection protection, Instant now) {
    this.handle = handle;
    this.protection = protection;
    this.now = now;
  }

  /** Removes nothing at all if nobody can say whether one of them is in use. */
  Changed<Purged> take(Wish wish) {
    List<Hidden> page = page(wish);
    List<Hidden> going;
    try {
      going = page.stream().filter(row -> mayGo(wish.kind(), row)).toList();
    } catch (RequestException e) {
      return new Changed.Refused<>(e);
    }
    for (Hidden row : going) {
      switch (wish.kind()) {
        case MANIFESTS -> removeManifest(row);
        case BLOBS -> removeBlob(row);
      }
    }
    if (!going.isEmpty()) {
      audit(wish, going.size());
    }
    Optional<Hidden> last = page.size() < PAGE ? Optional.empty() : Optional.of(page.getLast());
    return new Changed.Done<>(new Purged(going.size(), bytes, files, last));
  }

  private void audit(Wish wish, int count) {
    AuditTrail.append(
        handle,
        now,
        new AuditTrail.Entry(
            wish.actor(),
            "purge",
            Optional.empty(),
            count + " " + wish.kind().name().toLowerCase(Locale.ROOT),
            Optional.empty(),
            Optional.empty(),
            Optional.of("hidden since " + wish.until())));
  }

  private List<Hidden> page(Wish wish) {
    return handle
        .createQuery(
            "SELECT deleted_at, repository, digest FROM " + wish.kind().table + PAGE_OF_HIDDEN)
        .bind("until", wish.until().toEpochMilli())
        .bind("at", wish.after().at())
        .bind("repository", wish.after().repository())
        .bind("digest", wish.after().digest())
        .map((row, _) -> new Hidden(row.getLong(1), row.getString(2), row.getString(3)))
        .list();
  }

  private boolean mayGo(Kind kind, Hidden row) {
    return switch (kind) {
      case MANIFESTS -> !exists(NAMED, row) && !isProtected(row);
      case BLOBS -> !exists(NEEDED, row);
    };
  }

  private boolean exists(String sql, Hidden row) {
    return handle
        .createQuery(sql)
        .bind(0, row.repository())
        .bind(1, row.digest())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private boolean isProtected(Hidden row) {
    return protection
        .reason(handle, RepositoryName.parse(row.repository()), Digest.parse(row.digest()))
        .isPresent();
  }

  private void removeManifest(Hidden row) {
    for (String table : List.of("manifest_reference", "last_pull", "repository_manifest")) {
      remove(table, row);
    }
    long size =
        handle
            .createQuery("SELECT LENGTH(bytes) FROM manifest WHERE digest = ?")
            .bind(0, row.digest())
            .mapTo(Long.class)
            .findOne()
            .orElse(0L);
    bytes += handle.execute(UNHELD_MANIFEST, row.digest()) * size;
  }

  private void removeBlob(Hidden row) {
    remove("repository_blob", row);
    Optional<StoredBlob> unheld =
        handle
            .createQuery(UNHELD_BLOB)
            .bind(0, row.digest())
            .map((found, _) -> stored(row, found))
            .findOne();
    unheld.ifPresent(this::removeContent);
  }

  private void removeContent(StoredBlob blob) {
    String digest = blob.digest().toString();
    bytes += blob.size();
    handle.execute("DELETE FROM blob WHERE digest = ?", digest);
    handle.execute("DELETE FROM small_blob WHERE digest = ?", digest);
    if (!blob.storageKey().isEmpty()) {
      files.add(blob);
    }
  }

  private static StoredBlob stored(Hidden row, ResultSet found) throws SQLException {
    return new StoredBlob(Digest.parse(row.digest()), found.getLong(1), found.getString(2));
  }

  private void remove(String table, Hidden row) {
    handle.execute(
        "DELETE FROM " + table + " WHERE repository = ? AND digest = ?",
        row.repository(),
        row.digest());
  }
}
