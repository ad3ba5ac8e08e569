package dev.stet.cli.copy;

import java.util.Locale;

/** What became of an image, or would become of it in a rehearsal. */
enum Outcome {
  /** It was sent, and its name with it. */
  COPIED("copied"),
  /** The name named this very image already. */
  PRESENT("already there"),
  /** The name stands for another image of the same source, which was left as it is. */
  KEPT("kept"),
  /** The name became a channel, or moved as one. */
  CHANNEL("channel"),
  /** The destination refuses the name, by a rule. */
  REFUSED("refused"),
  /** It was left out: its name is one that moves. */
  SKIPPED("skipped"),
  /** It could not be copied. */
  FAILED("failed");

  private final String words;

  Outcome(String words) {
    this.words = words;
  }

  /** For people. */
  String words() {
    return words;
  }

  /** For people, also of what would be. */
  String words(boolean dryRun) {
    return switch (this) {
      case COPIED, REFUSED -> (dryRun ? "would be " : "") + words;
      case CHANNEL -> (dryRun ? "would be a " : "") + words;
      case PRESENT, KEPT, SKIPPED, FAILED -> words;
    };
  }

  /** Whether the name is there now and may be handed to the next command. */
  boolean isThere() {
    return switch (this) {
      case COPIED, PRESENT, KEPT, CHANNEL -> true;
      case REFUSED, SKIPPED, FAILED -> false;
    };
  }

  /** For documents. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
