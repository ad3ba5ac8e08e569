package dev.stet.registry.tags;

import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.Manifest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.History.Event;
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
  private static final String MANIFEST =
      "INSERT INTO manifest (digest, bytes) VALUES (?, ?) ON CONFLICT (digest) DO UPDATE"
          + " SET bytes = excluded.bytes WHERE manifest.bytes <> excluded.bytes";

  /** A push of what is held already shows it again, and begins its time of grace anew. */
  private static final String HELD =
      "INSERT INTO repository_manifest (repository, digest, media_type, size, revision,"
          + " revision_from, pushed_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (repository, digest) DO UPDATE SET pushed_at = excluded.pushed_at,"
          + " deleted_at = NULL, deleted_reason = NULL";

  private static final String REFERENCE =
      "INSERT INTO manifest_reference (repository, digest, kind, target) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT DO NOTHING";

  private final Handle handle;
  private final Instant now;
  private final List<PreparedBatch> batches = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();
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
    this.manifests = batch(MANIFEST);
    this.held = batch(HELD);
    this.references = batch(REFERENCE);
    this.names = batch(NameRows.WRITE);
    this.history = batch(History.APPEND);
    this.refused = new RefusedPushes(handle, this.now);
  }

  private PreparedBatch batch(String sql) {
    PreparedBatch batch = handle.prepareBatch(sql);
    batches.add(batch);
    return batch;
  }

  /** Makes the repository, before anything else is written to it. */
  void repository(RepositoryName repository) {
    Repositories.create(handle, repository, now);
  }

  /**
   * Stores the manifest in the claim's repository.
   *
   * @param bringBack whether what it needs is to be shown again if it was collected
   */
  void manifest(Claim claim, boolean bringBack) {
    PushedManifest pushed = claim.pushed();
    String repository = claim.repository().value();
    String digest = pushed.digest().toString();
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
    if (bringBack) {
      afterwards.add(() -> Closure.show(handle, claim.repository(), pushed.digest()));
    }
  }

  /** Stores the bytes, which are right: they were hashed. Those that were damaged are healed. */
  void bytes(PushedManifest pushed) {
    manifests.add(pushed.digest().toString(), pushed.bytes());
  }

  private void references(String repository, String digest, Manifest manifest) {
    for (Descriptor blob : manifest.requiredBlobs()) {
      boolean config = manifest.config().equals(Optional.of(blob));
      reference(repository, digest, config ? "config" : "layer", blob);
    }
    manifest.requiredManifests().forEach(it -> reference(repository, digest, "child", it));
    manifest.subject().ifPresent(it -> reference(repository, digest, "subject", it));
  }

  private void reference(String repository, String digest, String kind, Descriptor target) {
    references.add(repository, digest, kind, target.digest().toString());
  }

  /** Gives the name to the claim's manifest, under the next number. */
  HeldName named(
      Claim claim,
      TagName name,
      NameKind kind,
      Event event,
      Optional<Digest> previous,
      Optional<String> note) {
    HeldName held =
        new HeldName(
            claim.repository(),
            name,
            kind,
            Optional.of(claim.pushed().digest()),
            ++sequence,
            now,
            claim.actor(),
            claim.pushed().source().map(SourceRevision::commit),
            Optional.empty());
    return written(held, event, previous, note, Optional.empty());
  }

  /** Points a channel to a tag, under the next number. */
  HeldName pointed(Channel channel, HeldName from, HeldName to, Actor actor, String note) {
    afterwards.add(() -> channel.write(handle));
    HeldName held =
        new HeldName(
            from.repository(),
            from.name(),
            NameKind.CHANNEL,
            to.digest(),
            ++sequence,
            now,
            actor,
            to.revision(),
            Optional.empty());
    return written(held, Event.MOVED, from.digest(), Optional.of(note), Optional.of(to.name()));
  }

  private HeldName written(
      HeldName held,
      Event event,
      Optional<Digest> previous,
      Optional<String> note,
      Optional<TagName> tag) {
    names.add(NameRows.columns(held));
    history.add(
        new History.Entry(
                held.repository(),
                held.name().value(),
                event,
                held.digest(),
                previous,
                held.actor(),
                held.revision(),
                note,
                tag)
            .columns(held.sequence(), now));
    return held;
  }

  /** Writes that a burnt tag stands again, and returns the number of that. */
  long restored(HeldName tag, Actor actor) {
    names.add(NameRows.columns(tag));
    history.add(
        new History.Entry(
                tag.repository(),
                tag.name().value(),
                Event.RESTORED,
                tag.digest(),
                Optional.empty(),
                actor,
                tag.revision(),
                Optional.of("pushed again"))
            .columns(++sequence, now));
    return sequence;
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
    afterwards.forEach(Runnable::run);
    refused.execute();
  }
}
