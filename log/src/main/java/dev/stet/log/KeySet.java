package dev.stet.log;

import java.util.Optional;

/**
 * The state of every tag that a log ever assigned, by its {@link Leaf#key}. None is ever taken out.
 * {@link AuditorRules} is its only writer; it calls from one thread.
 */
public interface KeySet {
  /** What the log said of the tag, or empty if it was never assigned. */
  Optional<KeyState> get(Hash key);

  /** Remembers what the log says of the tag now. */
  void put(Hash key, KeyState state);

  /** How many tags there are. */
  long size();
}
