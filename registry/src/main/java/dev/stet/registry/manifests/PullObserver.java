package dev.stet.registry.manifests;

import dev.stet.oci.RepositoryName;

/** Is told of each manifest that is pulled. Runs on event loops and must not block. */
@FunctionalInterface
public interface PullObserver {
  /**
   * A manifest was handed to a client that wanted its bytes.
   *
   * @param digest its digest, as text
   */
  void pulled(RepositoryName repository, String digest);
}
