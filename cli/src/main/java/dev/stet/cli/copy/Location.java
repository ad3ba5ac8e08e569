package dev.stet.cli.copy;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.server.Operand;
import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import dev.stet.oci.TagName;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an image is or goes: {@code [HOST/]REPO…}, {@code oci:DIR[:TAG]}, {@code
 * docker-archive:FILE}.
 */
sealed interface Location {
  /** The tag or digest that it names. */
  Optional<Reference> reference();

  /** A repository of a registry. */
  record InRegistry(Operand operand) implements Location {
    @Override
    public Optional<Reference> reference() {
      Optional<Digest> digest = operand.digest();
      return digest.isPresent() ? digest.map(it -> it) : operand.tag().map(it -> it);
    }
  }

  /** A folder with an OCI layout. */
  record InLayout(Path folder, Optional<TagName> tag) implements Location {
    @Override
    public Optional<Reference> reference() {
      return tag.map(it -> it);
    }
  }

  /** A file of {@code docker save} or for {@code docker load}. */
  record InArchive(Path file) implements Location {
    @Override
    public Optional<Reference> reference() {
      return Optional.empty();
    }
  }

  /**
   * Reads an operand.
   *
   * @param directory what a relative path starts from
   * @throws dev.stet.oci.MalformedException if a part of it breaks its grammar
   */
  static Location parse(String text, Path directory) {
    if (text.startsWith("oci:")) {
      return layout(text.substring("oci:".length()), directory);
    }
    if (text.startsWith("docker-archive:")) {
      return new InArchive(path(text.substring("docker-archive:".length()), directory));
    }
    return new InRegistry(Operand.parse(text));
  }

  private static Location layout(String text, Path directory) {
    int colon = text.lastIndexOf(':');
    String tag = text.substring(colon + 1);
    return colon > 0 && TagName.isWellFormed(tag)
        ? new InLayout(path(text.substring(0, colon), directory), Optional.of(TagName.parse(tag)))
        : new InLayout(path(text, directory), Optional.empty());
  }

  private static Path path(String text, Path directory) {
    try {
      if (!text.isEmpty()) {
        return directory.resolve(text);
      }
    } catch (InvalidPathException e) {
      // Told below: an empty path is no path either.
    }
    throw Failure.of(ExitCode.USAGE, "\"" + text + "\" is no path")
        .because("wanted oci:DIR[:TAG] or docker-archive:FILE")
        .next("stet copy --help");
  }
}
