package dev.stet.http;

import dev.stet.oci.RepositoryName;
import java.util.Optional;

/**
 * Decides what a caller may do. Every request passes it, also those that are answered from memory.
 *
 * <p>Runs on event loops: an implementation must not block. Implementations are safe for use by
 * many threads.
 */
@FunctionalInterface
public interface Authoriser {
  /**
   * Decides one request.
   *
   * @param repository what it is about, empty where it is about no single repository
   * @return why it is refused; empty if it is allowed
   */
  Optional<String> refusal(Caller caller, Action action, Optional<RepositoryName> repository);
}
