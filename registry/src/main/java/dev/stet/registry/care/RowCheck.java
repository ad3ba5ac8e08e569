package dev.stet.registry.care;

import dev.stet.http.RequestException;
import dev.stet.log.VerifierKey;
import dev.stet.registry.care.Finding.Repair;
import dev.stet.registry.log.LogCheck;
import dev.stet.registry.tags.NameRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks all that lies in the database, as it was at one moment. Goes on behind a part that cannot
 * be read.
 */
final class RowCheck {
  private static final Logger LOG = LoggerFactory.getLogger(RowCheck.class);

  private final boolean full;
  private final List<VerifierKey> logKeys;
  private final Findings findings;
  private final BiFunction<Table, String, Repair> drop;

  /**
   * A check.
   *
   * @param full whether to hash the small blobs too
   * @param logKeys keys of the log of tags
   * @param drop drops the bytes of a row, by its digest
   */
  RowCheck(
      boolean full,
      List<VerifierKey> logKeys,
      Findings findings,
      BiFunction<Table, String, Repair> drop) {
    this.full = full;
    this.logKeys = logKeys;
    this.findings = findings;
    this.drop = drop;
  }

  void run(Handle handle) {
    part(handle, "names", this::names);
    part(handle, "manifests", this::manifests);
    part(handle, "small blobs", full ? this::smallBlobs : this::smallBlobSizes);
    for (RowRule rule : RowRule.values()) {
      part(handle, rule.name(), it -> rule.check(it, findings));
    }
    part(handle, "log of tags", it -> new LogCheck(it, logKeys, new LogFindings(findings)).run());
  }

  private void part(Handle handle, String name, Consumer<Handle> part) {
    try {
      part.accept(handle);
    } catch (JdbiException e) {
      LOG.warn("The part {} of a check broke off", name, e);
      findings.add(
          DamageKind.DATABASE_DAMAGED,
          name,
          "the database could not be read here, so nobody can say what is in it (its log says why):"
              + " stop Stet and restore a backup");
    }
  }

  private void names(Handle handle) {
    handle
        .createQuery("SELECT " + NameRows.COLUMNS + " FROM name n")
        .map((row, _) -> damaged(row))
        .forEach(
            damaged -> {
              findings.sawName();
              damaged.ifPresent(
                  name ->
                      findings.add(
                          DamageKind.NAME_DAMAGED,
                          name,
                          "its record is damaged (its checksum is wrong), so neither a pull nor a"
                              + " push goes by it: restore a backup"));
            });
  }

  /** The name, if its record is damaged. */
  private static Optional<String> damaged(ResultSet row) throws SQLException {
    try {
      var _ = NameRows.read(row);
      return Optional.empty();
    } catch (RequestException e) {
      return Optional.of(row.getString(1) + ":" + row.getString(2));
    }
  }

  private void manifests(Handle handle) {
    Table.MANIFEST.forEach(
        handle,
        row -> {
          findings.sawManifest();
          check(Table.MANIFEST, row, DamageKind.MANIFEST_DAMAGED);
        });
  }

  private void smallBlobs(Handle handle) {
    Table.SMALL_BLOB.forEach(
        handle,
        row -> {
          findings.sawBlob();
          check(Table.SMALL_BLOB, row, DamageKind.BLOB_DAMAGED);
        });
  }

  private void check(Table table, Table.Row row, DamageKind damage) {
    findings.read(row.bytes().length);
    if (!row.isWhole()) {
      findings.add(
          damage,
          row.digest(),
          "its bytes do not hash to it, so a pull answers 404: push it again",
          drop.apply(table, row.digest()));
    }
  }

  private void smallBlobSizes(Handle handle) {
    handle
        .createQuery(
            "SELECT b.digest, b.size, LENGTH(s.bytes) FROM blob b JOIN small_blob s"
                + " ON s.digest = b.digest WHERE b.storage_key = ''")
        .map((row, _) -> new Sizes(row.getString(1), row.getLong(2), row.getLong(3)))
        .forEach(this::check);
  }

  private record Sizes(String digest, long wanted, long got) {}

  private void check(Sizes sizes) {
    findings.sawBlob();
    if (sizes.got() != sizes.wanted()) {
      findings.add(
          DamageKind.BLOB_DAMAGED,
          sizes.digest(),
          "it has "
              + sizes.got()
              + " bytes, wanted "
              + sizes.wanted()
              + ", so a pull answers 404: push it again",
          drop.apply(Table.SMALL_BLOB, sizes.digest()));
    }
  }
}
