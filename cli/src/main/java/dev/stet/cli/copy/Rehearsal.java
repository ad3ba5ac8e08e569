package dev.stet.cli.copy;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.registry.DownloadedManifest;
import dev.stet.cli.registry.RegistryRepository.Pushed;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import dev.stet.oci.TagName;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
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

  /** Foretells the refusal of a tag that stands for another image. */
  @Override
  public Pushed push(Reference reference, DownloadedManifest manifest) throws IOException {
    Optional<Digest> there = target.find(reference);
    return there.isPresent() && !there.get().equals(manifest.digest()) && stands(reference)
        ? new Pushed.Refused("TAG_TAKEN", taken(reference, there.get(), manifest.digest()))
        : new Pushed.Standing(manifest.digest());
  }

  private boolean stands(Reference name) throws IOException {
    return target instanceof RegistryTarget registry
        && registry.tagsStand()
        && name instanceof TagName tag
        && !MachineTag.is(tag)
        && !registry.channels().contains(tag);
  }

  private static Failure taken(Reference tag, Digest there, Digest wanted) {
    return Failure.of(ExitCode.REFUSED, "tag " + tag + " would be refused")
        .because("it stands for " + there + ", and the source has " + wanted);
  }

  @Override
  public Set<TagName> channels() throws IOException {
    return target.channels();
  }

  @Override
  public Failure failure(IOException cause) {
    return target.failure(cause);
  }
}
