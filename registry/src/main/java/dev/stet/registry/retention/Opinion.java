package dev.stet.registry.retention;

/** What a rule thinks of a tag. */
sealed interface Opinion {
  /** In words that follow the tag. */
  String reason();

  /** It may go. */
  record Go(String reason) implements Opinion {}

  /** It stays. */
  record Stay(String reason) implements Opinion {}
}
