package dev.stet.registry.pins;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * That an image must stay.
 *
 * @param tags the live names of the image
 * @param note why, as far as it was said
 */
record Pin(
    RepositoryName repository,
    Digest digest,
    List<TagName> tags,
    Optional<String> note,
    Instant at,
    Actor by) {
  Pin {
    tags = List.copyOf(tags);
  }
}
