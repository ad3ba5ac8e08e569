package dev.stet.registry.tags;

import java.util.Locale;

/** Whether the tags of a repository stand. Fixed when the repository is first pushed to. */
public enum RepositoryKind {
  /** Tags stand. */
  STANDING,
  /** Names move, and are free again once they are deleted. */
  MUTABLE;

  /** How the kind is written in the database and in the API. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind that is written like this. */
  public static RepositoryKind of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
