package dev.stet.registry.tags;

import dev.stet.oci.Descriptor;
import dev.stet.oci.Manifest;
import dev.stet.oci.TagName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Collects the rows that a batch of claims writes, and writes them at its end. Used once, by the
 * writer's thread.
 */
final class ClaimWrites {
  private static final String REPOSITORY =
      "INSERT INTO repository VALUES (?, ?) ON CONFLICT DO NOTHING";
  private static final String MANIFEST =
      "INSERT INTO manifest VALUES (?, ?) ON CONFLICT (digest) DO UPDATE"
          + " SET bytes = excluded.bytes WHERE manifest.bytes <> excluded.bytes";
  private static final String HELD =
      "INSERT INTO repository_manifest VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String REFERENCE =
      "INSERT INTO manifest_reference VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String NAME = "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String HISTORY = "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final Handle handle;
  private final Instant now;
  private final List<PreparedBatch> batches = new ArrayList<>();
  private final PreparedBatch repositories;
  private final PreparedBatch manifests;
  private final PreparedBatch held;
  private final PreparedBatch references;
  private final PreparedBatch names;
  private final PreparedBatch history;
  private final RefusedPushes refused;
  private long sequence;

  ClaimWrites(Handle handle, Instant now, long newestSequence) {
    this.handle = handle;
    this.now = now.truncatedTo(ChronoUnit.MILLIS);
    this.sequence = newestSequence;
    this.repositories = batch(REPOSITORY);
    this.manifests = batch(MANIFEST);
    this.held = batch(HELD);
    this.references = batch(REFERENCE);
    this.names = batch(NAME);
    this.history = batch(HISTORY);
    this.refused = new RefusedPushes(handle, this.now);
  }

  private PreparedBatch batch(String sql) {
    PreparedBatch batch = handle.prepareBatch(sql);
    batches.add(batch);
    return batch;
  }

  /** Stores the manifest in the claim's repository. */
  void manifest(Claim claim) {
    PushedManifest pushed = claim.pushed();
    String repository = claim.repository().value();
    String digest = pushed.digest().toString();
    repositories.add(repository, now.toEpochMilli());
    bytes(pushed);
    held.add(
        repository,
        digest,
        pushed.manifest().mediaType(),
        pushed.bytes().length,
        pushed.source().map(SourceRevision::commit).orElse(null),
        pushed.source().map(source -> source.origin().name()).orElse(null),
        now.toEpochMilli());
    references(repository, digest, pushed.manifest());
  }

  /** Stores the bytes, which are right: they were hashed. Those that were damaged are healed. */
  void bytes(PushedManifest pushed) {
    manifests.add(pushed.digest().toString(), pushed.bytes());
  }

  private void references(String repository, String digest, Manifest manifest) {
    manifest.config().ifPresent(it -> reference(repository, digest, "config", it));
    manifest.layers().forEach(it -> reference(repository, digest, "layer", it));
    manifest.manifests().forEach(it -> reference(repository, digest, "child", it));
    manifest.subject().ifPresent(it -> reference(repository, digest, "subject", it));
  }

  private void reference(String repository, String digest, String kind, Descriptor target) {
    references.add(repository, digest, kind, target.digest().toString());
  }

  /** Gives the name to the claim's manifest, under the next number. */
  StandingTag claimed(Claim claim, TagName name, Optional<String> note) {
    sequence++;
    StandingTag tag =
        new StandingTag(
            claim.repository(),
            name,
            claim.pushed().digest(),
            sequence,
            now,
            claim.actor(),
            claim.pushed().source().map(SourceRevision::commit));
    names.add(
        tag.repository().value(),
        name.value(),
        StandingTag.KIND,
        tag.digest().toString(),
        sequence,
        now.toEpochMilli(),
        tag.actor().name(),
        tag.actor().source(),
        tag.revision().orElse(null),
        tag.checksum());
    history.add(
        sequence,
        tag.repository().value(),
        name.value(),
        "claimed",
        tag.digest().toString(),
        now.toEpochMilli(),
        tag.actor().name(),
        tag.actor().source(),
        tag.revision().orElse(null),
        note.orElse(null));
    return tag;
  }

  /** Counts a push that is refused. */
  void refused(Claim claim, TagName name, String reason) {
    refused.count(claim, name, reason);
  }

  /** Writes everything. A conflict here is a broken invariant: every key was read before. */
  void execute() {
    for (PreparedBatch batch : batches) {
      if (batch.size() > 0) {
        batch.execute();
      }
      batch.close();
    }
    refused.execute();
  }
}
