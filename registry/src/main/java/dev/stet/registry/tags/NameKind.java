package dev.stet.registry.tags;

import java.util.Locale;

/** What a name is, for ever: its first use or its declaration fixes it. */
public enum NameKind {
  /** A name that stands: it names one image, and once that is deleted it is burnt. */
  TAG,
  /** A declared rolling name, a pointer to a tag. */
  CHANNEL,
  /** A name that tools must be able to rewrite; it never names an image that can run. */
  MACHINE,
  /** A name in a mutable repository. */
  MUTABLE;

  /** How the kind is written in the database and in the API. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind that is written like this. */
  public static NameKind of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** Whether a deleted name of this kind is bound for ever, else anybody may take it again. */
  public boolean burns() {
    return this == TAG || this == CHANNEL;
  }
}
