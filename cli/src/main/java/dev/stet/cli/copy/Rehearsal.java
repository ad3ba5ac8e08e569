package dev.stet.cli.copy;

import dev.stet.cli.command.Failure;
import dev.stet.cli.registry.DownloadedManifest;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A target to which nothing is written: it only tells what would be.
 *
 * @param target the real one, which is asked
 * @param hasBlob whether the real one has a blob
 */
record Rehearsal(Target target, Predicate<Digest> hasBlob) implements Target {
  @Override
  public Optional<Digest> find(Reference reference) throws IOException {
    return target.find(reference);
  }

  @Override
  public Received receive(Descriptor blob, Content content) {
    return hasBlob.test(blob.digest()) ? Received.PRESENT : Received.WANTED;
  }

  @Override
  public Digest push(Reference reference, DownloadedManifest manifest) {
    return manifest.digest();
  }

  @Override
  public Failure failure(IOException cause) {
    return target.failure(cause);
  }
}
