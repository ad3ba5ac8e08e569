package dev.stet.cli.copy;

import dev.stet.api.Channel;
import dev.stet.api.NewChannel;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.registry.DownloadedManifest;
import dev.stet.cli.registry.RegistryRepository;
import dev.stet.cli.registry.RegistryRepository.Pushed;
import dev.stet.cli.registry.StetRepository;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import dev.stet.oci.TagName;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A repository of a registry, to write to.
 *
 * @param stet what it says if it is a Stet
 * @param api how it is changed if it is a Stet
 * @param mounts where the registry has blobs already
 * @param keep whether a tag that stands for the same source may stay as it is
 * @param waiting whether pushes of tags wait for the quorum of the log
 * @param actor who pushes, if the registry is to be told
 */
record RegistryTarget(
    RegistryRepository repository,
    StetRepository stet,
    Supplier<ApiClient> api,
    Mounts mounts,
    boolean keep,
    boolean waiting,
    Optional<String> actor)
    implements Target {

  @Override
  public Optional<Digest> find(Reference reference) throws IOException {
    return repository.find(reference);
  }

  @Override
  public Received receive(Descriptor blob, Content content) throws IOException {
    Received received = take(blob, content);
    mounts.has(blob.digest());
    return received;
  }

  private Received take(Descriptor blob, Content content) throws IOException {
    if (repository.hasBlob(blob.digest())) {
      return Received.PRESENT;
    }
    Optional<URI> place = repository.begin(blob.digest(), mounts.from(blob.digest()));
    if (place.isEmpty()) {
      return Received.MOUNTED;
    }
    try (InputStream bytes = content.open()) {
      repository.upload(place.get(), blob, bytes);
    }
    return Received.COPIED;
  }

  @Override
  public Pushed push(Reference reference, DownloadedManifest manifest) throws IOException {
    Map<String, String> headers = new HashMap<>();
    actor.ifPresent(name -> headers.put("Stet-Actor", name));
    if (keep && reference instanceof TagName) {
      headers.put("Stet-If-Taken", "keep");
    }
    if (waits(reference)) {
      headers.put("Stet-Wait", "quorum");
    }
    return repository.push(reference, manifest, headers);
  }

  @Override
  public boolean waits(Reference name) {
    return waiting && name instanceof TagName;
  }

  @Override
  public boolean list(DownloadedManifest manifest) throws IOException {
    Optional<Descriptor> subject = manifest.manifest().subject();
    return subject.isEmpty() || repository.referrers(subject.get().digest()).isPresent();
  }

  /** Whether a name that is given stays with its image. */
  boolean tagsStand() throws IOException {
    return stet.isStet();
  }

  @Override
  public Set<TagName> channels() throws IOException {
    return stet.channels();
  }

  @Override
  public Pushed createChannel(TagName name, TagName tag, Digest image) {
    ApiPath path = ApiPath.of(mounts.repository(), "channels");
    NewChannel wanted = new NewChannel(name.value(), tag.value(), null);
    String otherwise = "channel " + mounts.repository() + ":" + name + " was not created";
    try {
      Channel _ = api.get().post(path, wanted, Channel.class, otherwise);
      return new Pushed.Standing(image);
    } catch (Failure failure) {
      if (failure.exitCode() == ExitCode.REFUSED) {
        return new Pushed.Refused("", failure);
      }
      throw failure;
    }
  }

  @Override
  public Failure failure(IOException cause) {
    return cause instanceof SourceBrokenException broken
        ? broken.failure()
        : repository.unreachable(cause);
  }
}
