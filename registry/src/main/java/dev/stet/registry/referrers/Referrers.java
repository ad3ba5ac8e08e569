package dev.stet.registry.referrers;

import dev.stet.oci.Digest;
import dev.stet.oci.MalformedException;
import dev.stet.oci.Manifest;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.browse.Page;
import dev.stet.store.Database;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads which manifests refer to another one. Safe for use by many threads. */
final class Referrers {
  private static final Logger LOG = LoggerFactory.getLogger(Referrers.class);

  /** So that an answer stays below the 4 MiB that clients take, unless one referrer is larger. */
  private static final long LARGEST_PAGE = 2L * 1024 * 1024;

  private static final int FALLBACK_DIGITS = 64;

  private static final String DIGESTS =
      """
      SELECT digest FROM manifest_reference
      WHERE repository = :repository AND target = :subject AND kind = 'subject' AND digest > :last
      UNION
      SELECT listed.target FROM name n
      JOIN manifest_reference listed ON listed.repository = n.repository
        AND listed.digest = n.digest AND listed.kind = 'child'
      WHERE n.repository = :repository AND n.name = :fallback AND n.deleted_at IS NULL
        AND listed.target > :last
      ORDER BY 1
      """;

  private static final String MANIFEST =
      "SELECT r.media_type, m.bytes FROM repository_manifest r"
          + " JOIN manifest m ON m.digest = r.digest"
          + " WHERE r.repository = ? AND r.digest = ? AND r.deleted_at IS NULL";

  @SuppressWarnings("ArrayRecordComponent") // a row, never compared
  private record Row(Digest digest, String mediaType, byte[] bytes) {}

  /**
   * A page.
   *
   * @param more whether others follow
   */
  record Found(List<Referrer> referrers, boolean more) {}

  private final Database database;

  Referrers(Database database) {
    this.database = database;
  }

  /**
   * The referrers of a manifest, which need not be there, in the order of their digests.
   *
   * @param type the artifact type that they must have, empty for all
   */
  Found find(RepositoryName repository, Digest subject, Optional<String> type, Page page) {
    return page.size() == 0
        ? new Found(List.of(), false)
        : database.read(
            handle -> {
              Stream<Referrer> referrers =
                  digests(handle, repository, subject, page.last()).stream()
                      .flatMap(digest -> row(handle, repository, digest).stream())
                      .flatMap(row -> referrer(row).stream())
                      .filter(it -> type.isEmpty() || type.get().equals(it.artifactType()));
              return cut(referrers.iterator(), page.size());
            });
  }

  private static List<Digest> digests(
      Handle handle, RepositoryName repository, Digest subject, String last) {
    return handle
        .createQuery(DIGESTS)
        .bind("repository", repository.value())
        .bind("subject", subject.toString())
        .bind("fallback", fallback(subject))
        .bind("last", last)
        .map((row, _) -> Digest.parse(row.getString(1)))
        .list();
  }

  private static Optional<Row> row(Handle handle, RepositoryName repository, Digest digest) {
    return handle
        .createQuery(MANIFEST)
        .bind(0, repository.value())
        .bind(1, digest.toString())
        .map((row, _) -> new Row(digest, row.getString(1), row.getBytes(2)))
        .findOne();
  }

  /** The tag under which clients keep a list of their own. Source: "Referrers Tag Schema". */
  private static String fallback(Digest subject) {
    return subject.algorithm().prefix() + "-" + subject.hex().substring(0, FALLBACK_DIGITS);
  }

  /** As many as a page takes; no more than that and one are read. */
  private static Found cut(Iterator<Referrer> all, int most) {
    List<Referrer> page = new ArrayList<>();
    long bytes = 0;
    while (all.hasNext()) {
      Referrer next = all.next();
      bytes += next.size();
      if (page.size() == most || (bytes > LARGEST_PAGE && !page.isEmpty())) {
        return new Found(page, true);
      }
      page.add(next);
    }
    return new Found(page, false);
  }

  /** The descriptor; empty if the manifest is damaged, because then it is not served either. */
  private static Optional<Referrer> referrer(Row row) {
    try {
      if (Digest.of(row.digest().algorithm(), row.bytes()).equals(row.digest())) {
        Manifest manifest = Manifest.parse(row.bytes(), row.mediaType());
        return Optional.of(Referrer.of(row.digest(), row.bytes(), manifest));
      }
    } catch (MalformedException e) {
      LOG.error("Manifest {} was taken and cannot be read", row.digest(), e);
      return Optional.empty();
    }
    LOG.error("Manifest {} is damaged in the database; a push of it heals it", row.digest());
    return Optional.empty();
  }
}
