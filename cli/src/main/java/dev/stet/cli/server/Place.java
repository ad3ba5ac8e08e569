package dev.stet.cli.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A repository on a server, as a reference to an image begins.
 *
 * @param host host and port
 * @param repository the repository
 */
public record Place(String host, String repository) {
  /**
   * The full reference, for the next command.
   *
   * @param name a name in the repository; null if only the digest is known
   * @param digest a digest; null or empty if only the name is known
   */
  public String reference(@Nullable String name, @Nullable String digest) {
    return this
        + (name == null ? "" : ":" + name)
        + (digest == null || digest.isEmpty() ? "" : "@" + digest);
  }

  /** The full references by these names, or by the digest alone where there are none. */
  public List<String> references(List<String> names, String digest) {
    return names.isEmpty()
        ? List.of(reference(null, digest))
        : names.stream().map(name -> reference(name, digest)).toList();
  }

  @Override
  public String toString() {
    return host + "/" + repository;
  }
}
