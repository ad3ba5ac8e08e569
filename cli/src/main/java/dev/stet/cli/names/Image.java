package dev.stet.cli.names;

import dev.stet.cli.browse.Shelf;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.Place;
import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.util.Optional;

/**
 * An image that an operand names.
 *
 * @param tag the name that the operand calls it by
 * @param digest what that names, or the digest of the operand
 */
record Image(RepositoryName repository, Optional<TagName> tag, String digest) {
  /**
   * Looks up what the operand names. A digest alone is taken as it is.
   *
   * @throws Failure if there is no such name, or it names another digest than the operand says
   */
  static Image of(Shelf shelf, Operand operand) {
    Optional<String> wanted = operand.digest().map(Digest::toString);
    Optional<String> named =
        operand.tag().map(tag -> shelf.live(operand.repository(), tag).digest());
    if (wanted.isPresent() && named.isPresent() && !wanted.equals(named)) {
      throw Failure.of(ExitCode.REFUSED, operand + " is not what its tag names")
          .because("the tag names " + named.get())
          .next("stet show " + operand.repositoryWithHost() + ":" + operand.tag().get());
    }
    return new Image(operand.repository(), operand.tag(), named.or(() -> wanted).orElseThrow());
  }

  /**
   * Makes sure that the repository holds the image, for a dry run: what changes anything is told so
   * by the server.
   *
   * @throws Failure if it does not
   */
  void requireHeld(ApiClient client) {
    if (!client.holds(repository, digest)) {
      throw Failure.of(ExitCode.NOT_FOUND, "there is no image " + this)
          .because("repository " + repository + " does not hold " + digest)
          .next("stet tags " + repository + ", or stet gc list if it was deleted");
    }
  }

  /** The full reference, for the next command. */
  String reference(String host) {
    return new Place(host, repository.value())
        .reference(tag.map(TagName::value).orElse(null), digest);
  }

  @Override
  public String toString() {
    return repository + tag.map(it -> ":" + it).orElse("@" + digest);
  }
}
