package dev.stet.registry.tags;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/**
 * A tag as it stands: one row, for ever.
 *
 * @param repository where
 * @param name the tag
 * @param digest what it names
 * @param sequence the number of its claim in the registry's history
 * @param pushedAt when it was claimed, to the millisecond
 * @param actor who claimed it
 * @param revision the commit that the image was built from, where it says
 */
public record StandingTag(
    RepositoryName repository,
    TagName name,
    Digest digest,
    long sequence,
    Instant pushedAt,
    Actor actor,
    Optional<String> revision) {
  static final String KIND = "tag";

  /** A checksum over all columns, by which a flipped bit in the row is noticed. */
  long checksum() {
    MessageDigest hash = Digest.Algorithm.SHA256.newHash();
    for (String column :
        new String[] {
          repository.value(),
          name.value(),
          KIND,
          digest.toString(),
          Long.toString(sequence),
          Long.toString(pushedAt.toEpochMilli()),
          actor.name(),
          actor.source(),
          revision.orElse("")
        }) {
      hash.update(column.getBytes(StandardCharsets.UTF_8));
      hash.update((byte) 0);
    }
    return ByteBuffer.wrap(hash.digest()).getLong();
  }
}
