package dev.stet.registry.space;

import dev.stet.registry.retention.RetentionRule;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/**
 * What an operator can decide about room on the disk.
 *
 * @param grace how old something must be before it is collected
 * @param restoreWindow how long what was collected or deleted can come back
 * @param at when the nightly run begins, UTC; empty for never
 * @param rules which tags may go by themselves
 */
public record SpaceSettings(
    Grace grace, Duration restoreWindow, Optional<LocalTime> at, List<RetentionRule> rules) {
  /** Takes a copy of the rules. */
  public SpaceSettings {
    rules = List.copyOf(rules);
  }
}
