package dev.stet.cli.copy;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.registry.RegistryRepository;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import dev.stet.oci.TagName;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A repository of a registry, to read from. */
final class RegistrySource implements Source {
  private final RegistryRepository repository;
  private volatile boolean listsReferrers = true;

  RegistrySource(RegistryRepository repository) {
    this.repository = repository;
  }

  @Override
  public Found manifest(Optional<Reference> reference) throws IOException {
    Reference wanted =
        reference.orElseThrow(
            () ->
                Failure.of(ExitCode.USAGE, "the source names no image")
                    .because("wanted REPO:TAG or REPO@DIGEST, or --all for every tag")
                    .next("stet tags REPO"));
    Optional<TagName> name = wanted instanceof TagName tag ? Optional.of(tag) : Optional.empty();
    return new Found(repository.manifest(wanted), name);
  }

  @Override
  public InputStream blob(Descriptor blob) throws IOException {
    return repository.blob(blob.digest());
  }

  @Override
  public List<Reference> references() throws IOException {
    return List.copyOf(repository.tags());
  }

  /** Asks a registry that keeps no such list once: its lists are among the tags. */
  @Override
  public List<Descriptor> referrers(Digest subject) throws IOException {
    if (!listsReferrers) {
      return List.of();
    }
    Optional<List<Descriptor>> referrers = repository.referrers(subject);
    listsReferrers = referrers.isPresent();
    return referrers.orElse(List.of());
  }

  @Override
  public Failure failure(IOException cause) {
    return repository.unreachable(cause);
  }

  @Override
  public void close() {}
}
