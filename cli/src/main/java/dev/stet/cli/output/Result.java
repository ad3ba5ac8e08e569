package dev.stet.cli.output;

import java.util.List;

/** What a command has found or done, in each form that it can be written in. */
public interface Result {
  /** The document for {@code -o json} and {@code -o yaml}; its fields are a contract. */
  Object document();

  /** The rows for people and pipes. */
  Table table();

  /** The lines of {@code -o name}: references that another command takes. */
  List<String> names();

  /** The lines of {@code -q}: the identifiers alone. */
  List<String> identifiers();

  /** Lines that stand above the table on a terminal and nowhere else. */
  default List<String> heading() {
    return List.of();
  }
}
