package dev.stet.cli.verify;

import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerAddress;
import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.util.Optional;

/**
 * A tag that is to be verified.
 *
 * @param where where a file names it; empty for an operand
 * @param text as it was written
 * @param place host and repository, the host as it was written
 * @param registry the registry that has the tag
 * @param digest what the tag has to name, where that was written
 */
record Wanted(
    String where,
    String text,
    String place,
    ServerAddress registry,
    RepositoryName repository,
    TagName tag,
    Optional<Digest> digest) {

  /**
   * A tag, of an operand that names one.
   *
   * @param operand of the text
   * @param tag of the operand, or what it means without one
   */
  static Wanted of(
      String where, String text, Operand operand, TagName tag, ServerAddress registry) {
    String host = Operand.host(text).orElse(registry.host());
    return new Wanted(
        where,
        text,
        host + "/" + operand.repository(),
        registry,
        operand.repository(),
        tag,
        operand.digest());
  }

  /** The name of the tag in the lock file: one for one registry. */
  String lockName() {
    return registry.registry() + "/" + repository + ":" + tag;
  }

  /** The reference to pull by. */
  String at(Digest digest) {
    return place + "@" + digest;
  }

  /** The name, with its host. */
  @Override
  public String toString() {
    return place + ":" + tag;
  }
}
