package dev.stet.cli.copy;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.copy.LayoutIndex.Entry;
import dev.stet.cli.registry.DownloadedManifest;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import dev.stet.oci.TagName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/**
 * An OCI layout to read from.
 *
 * @param name as the operand names it
 */
record LayoutSource(LayoutFiles files, String name) implements Source {
  @Override
  public Found manifest(Optional<Reference> reference) throws IOException {
    if (reference.isPresent() && reference.get() instanceof Digest digest) {
      return new Found(read(digest, ""), Optional.empty());
    }
    List<Entry> entries =
        LayoutIndex.read(files).entries().stream()
            .filter(
                entry ->
                    reference.isEmpty()
                        || entry
                            .name()
                            .map(TagName::toString)
                            .equals(reference.map(Object::toString)))
            .toList();
    if (entries.size() != 1) {
      throw reference.isPresent() ? unknown(reference.get()) : notOne(entries);
    }
    Entry entry = entries.getFirst();
    return new Found(read(entry.digest(), entry.mediaType()), entry.name());
  }

  private DownloadedManifest read(Digest digest, String mediaType) throws IOException {
    try (InputStream content = files.open(LayoutIndex.path(digest))) {
      DownloadedManifest manifest =
          DownloadedManifest.of(content.readAllBytes(), mediaType, digest.algorithm());
      if (!manifest.digest().equals(digest)) {
        throw Failure.of(ExitCode.VERIFICATION_FAILED, "a manifest in " + name + " is damaged")
            .because("wanted " + digest + ", got " + manifest.digest())
            .next("make the layout anew");
      }
      return manifest;
    }
  }

  private Failure unknown(Reference reference) throws IOException {
    return Failure.of(ExitCode.NOT_FOUND, name + " has no image named " + reference)
        .because("it has " + names(LayoutIndex.read(files).entries()))
        .next("name one of them after a colon");
  }

  private Failure notOne(List<Entry> entries) {
    return Failure.of(ExitCode.USAGE, name + " does not say which image is meant")
        .because("it has " + names(entries))
        .next("name one after a colon, or copy all tags with --all");
  }

  private static String names(List<Entry> entries) {
    List<String> names =
        entries.stream().flatMap(entry -> entry.name().stream()).map(TagName::value).toList();
    return entries.size() + " images, named: " + String.join(", ", names);
  }

  @Override
  public InputStream blob(Descriptor blob) throws IOException {
    return files.open(LayoutIndex.path(blob.digest()));
  }

  @Override
  public List<Reference> references() throws IOException {
    return LayoutIndex.read(files).entries().stream()
        .map(entry -> entry.name().<Reference>map(it -> it).orElseGet(entry::digest))
        .toList();
  }

  @Override
  public Failure failure(IOException cause) {
    boolean missing = cause instanceof NoSuchFileException;
    return Failure.of(
            missing ? ExitCode.NOT_FOUND : ExitCode.FAILURE, name + " cannot be read as an image")
        .because(
            missing ? "there is no file " + cause.getMessage() : String.valueOf(cause.getMessage()))
        .next("name a folder that holds index.json, or the FILE of 'docker save'");
  }

  @Override
  public void close() {
    files.close();
  }
}
