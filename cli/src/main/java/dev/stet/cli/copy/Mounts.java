package dev.stet.cli.copy;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import java.util.Map;
import java.util.Optional;

/**
 * Which repository of a registry has a blob, so that another can have it without its bytes being
 * sent.
 *
 * @param repository the repository that is written to
 * @param source the repository of the same registry that is copied from, if it is
 * @param known what is known of all repositories of the registry; safe for use by many threads
 */
record Mounts(
    RepositoryName repository, Optional<RepositoryName> source, Map<Digest, RepositoryName> known) {
  /** Where to mount a blob from. */
  Optional<RepositoryName> from(Digest blob) {
    return source.or(
        () -> Optional.ofNullable(known.get(blob)).filter(it -> !it.equals(repository)));
  }

  /** Notes that the repository has a blob. */
  void has(Digest blob) {
    known.putIfAbsent(blob, repository);
  }
}
