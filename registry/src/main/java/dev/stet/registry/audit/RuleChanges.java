package dev.stet.registry.audit;

import dev.stet.registry.tags.Actor;
import dev.stet.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Notes in the audit trail which rules of the configuration are not as they were when Stet was
 * started last. The trail itself remembers how they were.
 */
public final class RuleChanges {
  private static final String ACTION = "settings";
  private static final Actor CONFIGURATION = new Actor("configuration", "start of the server");

  private RuleChanges() {}

  /**
   * Writes an entry for each rule that changed, at the first start for all of them. Durable when it
   * returns.
   *
   * @param rules the rules as text, by the names of their settings
   */
  public static void note(Database database, Clock clock, Map<String, String> rules) {
    SortedMap<String, String> sorted = new TreeMap<>(rules);
    if (database.read(handle -> changed(handle, sorted)).isEmpty()) {
      return;
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    database
        .<SortedMap<String, String>, Integer>lane(
            "settings",
            (handle, batch) -> batch.stream().map(it -> append(handle, now, it)).toList())
        .submit(sorted);
  }

  private static int append(Handle handle, Instant now, SortedMap<String, String> rules) {
    SortedMap<String, String> changed = changed(handle, rules);
    changed.forEach(
        (name, value) ->
            AuditTrail.append(
                handle,
                now,
                new AuditTrail.Entry(
                    CONFIGURATION,
                    ACTION,
                    Optional.empty(),
                    name,
                    last(handle, name),
                    Optional.of(value),
                    Optional.empty())));
    return changed.size();
  }

  private static SortedMap<String, String> changed(Handle handle, SortedMap<String, String> rules) {
    SortedMap<String, String> changed = new TreeMap<>(rules);
    changed
        .entrySet()
        .removeIf(rule -> last(handle, rule.getKey()).equals(Optional.of(rule.getValue())));
    return changed;
  }

  private static Optional<String> last(Handle handle, String name) {
    return handle
        .createQuery(
            "SELECT after FROM audit WHERE repository = '' AND action = ? AND subject = ?"
                + " ORDER BY number DESC LIMIT 1")
        .bind(0, ACTION)
        .bind(1, name)
        .mapTo(String.class)
        .findOne();
  }
}
