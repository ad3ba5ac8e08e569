package dev.stet.http;

import dev.stet.oci.RepositoryName;
import java.util.Map;
import java.util.Optional;

/**
 * The variables that a path gave to its pattern, decoded.
 *
 * @param repository the variable {@code {repository...}}, if the pattern has one
 * @param values the other variables by name
 */
public record PathParameters(Optional<RepositoryName> repository, Map<String, String> values) {
  /** No variables. */
  public static final PathParameters NONE = new PathParameters(Optional.empty(), Map.of());

  /**
   * One variable.
   *
   * @throws IllegalStateException if the pattern has no such variable
   */
  public String get(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("no {" + name + "} in the route's path");
    }
    return value;
  }
}
