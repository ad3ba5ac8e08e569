package dev.stet.registry.tags;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A name that somebody holds: one row, for ever. What a tag names never changes.
 *
 * @param repository where
 * @param name the name
 * @param kind what it is, for ever
 * @param digest what it names, or named before it was deleted; empty for a channel that points
 *     nowhere yet
 * @param sequence the number of its claim, or of its last move, in the registry's history
 * @param pushedAt when that was, to the millisecond
 * @param actor who did that
 * @param revision the commit that the image was built from, where it says
 * @param deletion that it was taken away; a tag or channel is burnt then
 */
public record HeldName(
    RepositoryName repository,
    TagName name,
    NameKind kind,
    Optional<Digest> digest,
    long sequence,
    Instant pushedAt,
    Actor actor,
    Optional<String> revision,
    Optional<Deletion> deletion) {

  /** Whether it was not taken away. */
  public boolean live() {
    return deletion.isEmpty();
  }

  /** What it names; only for a name that is known to name something. */
  public Digest image() {
    return digest.orElseThrow();
  }

  /** Whether it is live and names this. */
  public boolean names(Digest other) {
    return live() && digest.equals(Optional.of(other));
  }

  /** Whether it is live and names this, be it by a digest of another algorithm. */
  boolean names(PushedManifest pushed) {
    return live() && digest.filter(pushed::is).isPresent();
  }

  /** This name, taken away. */
  public HeldName deleted(Instant at, DeletionReason reason) {
    Deletion why = new Deletion(at, reason);
    return new HeldName(
        repository, name, kind, digest, sequence, pushedAt, actor, revision, Optional.of(why));
  }

  /** This name as it was before it was taken away. */
  public HeldName restored() {
    return new HeldName(
        repository, name, kind, digest, sequence, pushedAt, actor, revision, Optional.empty());
  }

  /** A checksum over all columns, by which a flipped bit in the row is noticed. */
  long checksum() {
    MessageDigest hash = Digest.Algorithm.SHA256.newHash();
    for (String column : columns()) {
      hash.update(column.getBytes(StandardCharsets.UTF_8));
      hash.update((byte) 0);
    }
    return ByteBuffer.wrap(hash.digest()).getLong();
  }

  private List<String> columns() {
    List<String> columns =
        new ArrayList<>(
            List.of(
                repository.value(),
                name.value(),
                kind.text(),
                digest.map(Digest::toString).orElse(""),
                Long.toString(sequence),
                Long.toString(pushedAt.toEpochMilli()),
                actor.name(),
                actor.source(),
                revision.orElse("")));
    deletion.ifPresent(
        it -> columns.addAll(List.of(Long.toString(it.at().toEpochMilli()), it.reason().text())));
    return columns;
  }
}
