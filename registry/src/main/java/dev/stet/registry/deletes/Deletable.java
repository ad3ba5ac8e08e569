package dev.stet.registry.deletes;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.HeldName;

/** What can be taken away. */
public sealed interface Deletable {
  /** Where it is. */
  RepositoryName repository();

  /** A name; what it names stays, until the collection of garbage finds that nothing needs it. */
  record OfName(RepositoryName repository, TagName name) implements Deletable {}

  /** A name, unless it has been moved or given anew since. */
  record OfNameAsItWas(HeldName name) implements Deletable {
    @Override
    public RepositoryName repository() {
      return name.repository();
    }
  }

  /** A manifest, with all its names. */
  record OfManifest(RepositoryName repository, Digest digest) implements Deletable {}

  /** A blob. */
  record OfBlob(RepositoryName repository, Digest digest) implements Deletable {}

  /** A repository, with all that it holds. */
  record OfRepository(RepositoryName repository) implements Deletable {}
}
