package dev.stet.cli.repositories;

import dev.stet.cli.server.Operand;
import dev.stet.oci.RepositoryName;
import java.util.Optional;

/**
 * The repositories that a declaration is about.
 *
 * @param host the host with its port, where one is named
 * @param text the repository, or a prefix that ends in <code>/**</code>
 */
record Pattern(Optional<String> host, String text) {
  private static final String END = "/**";

  /**
   * Reads {@code [HOST[:PORT]/]REPO} or {@code [HOST[:PORT]/]PREFIX/**}.
   *
   * @throws dev.stet.oci.MalformedException if it is neither
   */
  static Pattern parse(String operand) {
    boolean prefix = operand.endsWith(END);
    String name = prefix ? operand.substring(0, operand.length() - END.length()) : operand;
    Optional<String> host = Operand.host(operand);
    RepositoryName repository =
        RepositoryName.parse(host.map(it -> name.substring(it.length() + 1)).orElse(name));
    return new Pattern(host, repository + (prefix ? END : ""));
  }

  /** Whether a repository is meant. */
  boolean covers(String repository) {
    return text.endsWith(END)
        ? repository.startsWith(text.substring(0, text.length() - END.length() + 1))
        : repository.equals(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
