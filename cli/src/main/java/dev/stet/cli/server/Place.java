package dev.stet.cli.server;

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
   * @param digest a digest; null if only the name is known
   */
  public String reference(@Nullable String name, @Nullable String digest) {
    return this + (name == null ? "" : ":" + name) + (digest == null ? "" : "@" + digest);
  }

  @Override
  public String toString() {
    return host + "/" + repository;
  }
}
