package dev.stet.cli.output;

import java.util.Locale;

/** The forms that a result can be asked for in. */
enum Format {
  /** For people; tab-separated in a pipe. */
  TABLE,
  /** One JSON document with an {@code apiVersion}. */
  JSON,
  /** The same as YAML. */
  YAML,
  /** One full reference a line, for the next command. */
  NAME;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
