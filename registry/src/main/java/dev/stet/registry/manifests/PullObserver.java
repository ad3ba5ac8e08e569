package dev.stet.registry.manifests;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;

/** Is told of each manifest that is pulled. Runs on event loops and must not block. */
@FunctionalInterface
public interface PullObserver {
  /** A client was given a manifest, or was told that it has it already. */
  void pulled(RepositoryName repository, Digest digest);
}
