package dev.stet.cli.server;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.util.Locale;
import java.util.Optional;

/**
 * What a command is told to look at: {@code [HOST[:PORT]/]REPO[:TAG][@DIGEST]}.
 *
 * <p>As docker reads it: what stands before the first slash is a host if it holds a dot or a colon
 * or is {@code localhost}.
 *
 * @param host the host with its port, where one is named
 * @param repository the repository
 * @param tag the tag, where one is named
 * @param digest the digest, where one is named
 */
public record Operand(
    Optional<String> host,
    RepositoryName repository,
    Optional<TagName> tag,
    Optional<Digest> digest) {

  /**
   * Reads an operand.
   *
   * @throws dev.stet.oci.MalformedException if a part of it breaks its grammar
   */
  public static Operand parse(String text) {
    Optional<String> host = host(text);
    String rest = host.map(it -> text.substring(it.length() + 1)).orElse(text);
    int at = rest.indexOf('@');
    String named = at < 0 ? rest : rest.substring(0, at);
    int colon = named.indexOf(':');
    return new Operand(
        host.map(it -> it.toLowerCase(Locale.ROOT)),
        RepositoryName.parse(colon < 0 ? named : named.substring(0, colon)),
        colon < 0 ? Optional.empty() : Optional.of(TagName.parse(named.substring(colon + 1))),
        at < 0 ? Optional.empty() : Optional.of(Digest.parse(rest.substring(at + 1))));
  }

  /** The host that a text begins with, as it is written, if it does. */
  public static Optional<String> host(String text) {
    int slash = text.indexOf('/');
    String first = slash < 0 ? "" : text.substring(0, slash);
    return first.contains(".") || first.contains(":") || first.equals("localhost")
        ? Optional.of(first)
        : Optional.empty();
  }

  /** The repository alone. */
  public RepositoryName repositoryOnly(String command) {
    if (tag.isPresent() || digest.isPresent()) {
      throw Failure.of(ExitCode.USAGE, "\"" + this + "\" names more than a repository")
          .because("wanted [HOST[:PORT]/]REPO")
          .next("stet " + command + " " + repositoryWithHost());
    }
    return repository;
  }

  /** The tag, which has to be there. */
  public TagName requiredTag(String command) {
    if (tag.isEmpty() || digest.isPresent()) {
      throw Failure.of(ExitCode.USAGE, "\"" + this + "\" names no tag alone")
          .because("wanted [HOST[:PORT]/]REPO:TAG")
          .next("stet tags " + repositoryWithHost() + " lists the tags for stet " + command);
    }
    return tag.get();
  }

  /** This operand, which has to name an image: by tag, by digest, or by a tag of that digest. */
  public Operand requiredImage(String command) {
    if (tag.isEmpty() && digest.isEmpty()) {
      throw Failure.of(ExitCode.USAGE, "\"" + this + "\" names a repository and no image in it")
          .because("wanted [HOST[:PORT]/]REPO:TAG or [HOST[:PORT]/]REPO@DIGEST")
          .next("stet tags " + this + " lists the tags for stet " + command);
    }
    return this;
  }

  /** What the API calls the image by: the digest where one is named, else the tag. */
  public String reference() {
    return digest.map(Digest::toString).or(() -> tag.map(TagName::value)).orElse("");
  }

  /** The repository, with its host where one is named. */
  public String repositoryWithHost() {
    return host.map(it -> it + "/").orElse("") + repository;
  }

  @Override
  public String toString() {
    return repositoryWithHost()
        + tag.map(it -> ":" + it).orElse("")
        + digest.map(it -> "@" + it).orElse("");
  }
}
