package dev.stet.cli.copy;

import dev.stet.cli.command.Failure;
import dev.stet.cli.registry.DownloadedManifest;
import dev.stet.cli.registry.RegistryRepository;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A repository of a registry, to write to.
 *
 * @param mountFrom the repository of the same registry that the images come from, if they do
 * @param keep whether a tag that stands for the same source may stay as it is
 * @param actor who pushes, if the registry is to be told
 */
record RegistryTarget(
    RegistryRepository repository,
    Optional<RepositoryName> mountFrom,
    boolean keep,
    Optional<String> actor)
    implements Target {

  @Override
  public Optional<Digest> find(Reference reference) throws IOException {
    return repository.find(reference);
  }

  @Override
  public Received receive(Descriptor blob, Content content) throws IOException {
    if (repository.hasBlob(blob.digest())) {
      return Received.PRESENT;
    }
    Optional<URI> place = repository.begin(blob.digest(), mountFrom);
    if (place.isEmpty()) {
      return Received.MOUNTED;
    }
    try (InputStream bytes = content.open()) {
      repository.upload(place.get(), blob, bytes);
    }
    return Received.COPIED;
  }

  @Override
  public Digest push(Reference reference, DownloadedManifest manifest) throws IOException {
    Map<String, String> headers = new HashMap<>();
    actor.ifPresent(name -> headers.put("Stet-Actor", name));
    if (keep && reference instanceof TagName) {
      headers.put("Stet-If-Taken", "keep");
    }
    return repository.push(reference, manifest, headers).standing();
  }

  @Override
  public Failure failure(IOException cause) {
    return cause instanceof SourceBrokenException broken
        ? broken.failure()
        : repository.unreachable(cause);
  }
}
