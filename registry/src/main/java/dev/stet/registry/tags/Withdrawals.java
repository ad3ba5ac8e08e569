package dev.stet.registry.tags;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The images that were withdrawn from a repository, for ever, also when their bytes are purged:
 * known by every digest of these. Used inside a transaction, by the writer's thread.
 */
public final class Withdrawals {
  private Withdrawals() {}

  /** Notes that an image which the repository holds does not return. */
  public static void add(
      Handle handle, RepositoryName repository, Digest digest, Deletion deletion) {
    for (Digest each : digests(handle, digest)) {
      handle.execute(
          "INSERT INTO withdrawn (repository, digest, reason, withdrawn_at) VALUES (?, ?, ?, ?)"
              + " ON CONFLICT DO NOTHING",
          repository.value(),
          each.toString(),
          deletion.reason().text(),
          deletion.at().toEpochMilli());
    }
  }

  private static Set<Digest> digests(Handle handle, Digest digest) {
    Set<Digest> digests = new LinkedHashSet<>(Set.of(digest));
    handle
        .createQuery("SELECT bytes FROM manifest WHERE digest = ?")
        .bind(0, digest.toString())
        .mapTo(byte[].class)
        .findOne()
        .ifPresent(
            bytes ->
                Arrays.stream(Digest.Algorithm.values())
                    .map(algorithm -> Digest.of(algorithm, bytes))
                    .forEach(digests::add));
    return digests;
  }

  /** Those of the keys, each a repository and a digest, that were withdrawn, and why. */
  static Map<Keys.Key, DeletionReason> of(Handle handle, Keys keys) {
    return keys
        .read(
            handle,
            "SELECT w.repository, w.digest, w.reason FROM k JOIN withdrawn w"
                + " ON w.repository = k.repository AND w.digest = k.other",
            (row, _) ->
                Map.entry(
                    new Keys.Key(row.getString(1), row.getString(2)),
                    DeletionReason.of(row.getString(3))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
