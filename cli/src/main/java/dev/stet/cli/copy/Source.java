package dev.stet.cli.copy;

import dev.stet.cli.command.Failure;
import dev.stet.cli.registry.DownloadedManifest;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import dev.stet.oci.TagName;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Where images come from. An {@link IOException} may be tried again; a {@link Failure} may not.
 * Safe for use by many threads.
 */
interface Source extends AutoCloseable {
  /**
   * An image or index.
   *
   * @param name the tag that it has here, where it has one
   */
  record Found(DownloadedManifest manifest, Optional<TagName> name) {}

  /** The manifest under a reference, or the only one there is. */
  Found manifest(Optional<Reference> reference) throws IOException;

  /** The content of a blob, not yet checked; to be closed. */
  InputStream blob(Descriptor blob) throws IOException;

  /** All that it holds: the tags, and the digests of what is listed without one. */
  List<Reference> references() throws IOException;

  /** The manifests that refer to another, where they are listed apart from the tags. */
  default List<Descriptor> referrers(Digest subject) throws IOException {
    return List.of();
  }

  /** What to say where trying again did not help. */
  Failure failure(IOException cause);

  @Override
  void close();
}
