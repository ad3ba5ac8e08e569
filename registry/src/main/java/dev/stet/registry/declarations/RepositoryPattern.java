package dev.stet.registry.declarations;

import dev.stet.http.RequestException;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;

/**
 * Which repositories are meant: one by its name, or all under a prefix, e.g. {@code scratch/**}.
 *
 * @param name the repository, or the prefix without its end
 * @param prefix whether it is about all under the name, and not about the name itself
 */
public record RepositoryPattern(RepositoryName name, boolean prefix) {
  private static final String END = "/**";

  /**
   * Reads a pattern.
   *
   * @throws RequestException with 400 if it is neither a name nor a prefix
   */
  public static RepositoryPattern parse(String text) {
    boolean prefix = text.endsWith(END);
    String name = prefix ? text.substring(0, text.length() - END.length()) : text;
    if (name.contains("*")) {
      throw RequestException.of(
              OciErrorCode.NAME_INVALID,
              "the pattern is not valid: wanted a repository, or a prefix that ends in /**, e.g."
                  + " scratch/**")
          .status(400);
    }
    return new RepositoryPattern(RepositoryName.parse(name), prefix);
  }

  /** Whether it is about this repository. */
  public boolean covers(RepositoryName repository) {
    return prefix ? repository.value().startsWith(beginning()) : repository.equals(name);
  }

  /** What every name under the prefix begins with. */
  String beginning() {
    return name.value() + "/";
  }

  @Override
  public String toString() {
    return prefix ? name + END : name.value();
  }
}
