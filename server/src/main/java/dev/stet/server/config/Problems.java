package dev.stet.server.config;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a configuration, gathered so that all of it is told at once. */
final class Problems {
  private final List<String> lines = new ArrayList<>();

  /** Notes a value that cannot be used. */
  void add(Key key, String got, String wanted) {
    lines.add(key.key() + " is \"" + got + "\": wanted " + wanted);
  }

  void add(String line) {
    lines.add(line);
  }

  /**
   * Ends the gathering.
   *
   * @throws ConfigurationException if there is any problem
   */
  void throwIfAny() {
    if (!lines.isEmpty()) {
      throw new ConfigurationException(lines);
    }
  }
}
