package dev.stet.cli.copy;

import dev.stet.cli.server.Operand;
import dev.stet.oci.RepositoryName;
import java.util.Locale;
import java.util.Optional;

/**
 * A registry, or all that lies below a prefix in one: {@code HOST[:PORT]}, {@code
 * [HOST[:PORT]/]PREFIX}.
 *
 * @param host the registry, if it is named
 * @param prefix what the names of the repositories begin with, if anything
 */
record RegistryOperand(Optional<String> host, Optional<RepositoryName> prefix) {
  /**
   * Reads an operand.
   *
   * @throws dev.stet.oci.MalformedException if the prefix breaks the grammar of a repository's name
   */
  static RegistryOperand parse(String text) {
    Optional<String> host = Operand.host(text + "/");
    String rest = host.map(it -> text.substring(it.length())).orElse("/" + text);
    return new RegistryOperand(
        host.map(it -> it.toLowerCase(Locale.ROOT)),
        rest.length() <= 1
            ? Optional.empty()
            : Optional.of(RepositoryName.parse(rest.substring(1))));
  }

  /** A repository of it, by its name below the prefix. */
  Location repository(String name) {
    RepositoryName whole = RepositoryName.parse(prefix.map(it -> it + "/").orElse("") + name);
    return new Location.InRegistry(new Operand(host, whole, Optional.empty(), Optional.empty()));
  }
}
