package dev.stet.registry.protection;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import java.util.Optional;

/**
 * Which images run somewhere, or may be gone back to. The registry does not know; whoever keeps the
 * releases answers.
 *
 * <p>Asked on the writer's thread, inside a transaction: an implementation must not wait for
 * anything. Safe for use by many threads.
 */
@FunctionalInterface
public interface ImagesInUse {
  /** Nobody keeps releases, so nothing is in use. */
  ImagesInUse NONE = (_, _) -> Optional.empty();

  /**
   * Who needs an image.
   *
   * @return in words, e.g. {@code environment production}; empty if nobody does
   * @throws dev.stet.http.RequestException with 503 if that is not known at present: then nothing
   *     may be taken away
   */
  Optional<String> neededBy(RepositoryName repository, Digest digest);
}
