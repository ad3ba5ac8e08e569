package dev.stet.registry.audit;

import dev.stet.oci.RepositoryName;
import dev.stet.registry.tags.Actor;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Writes the audit trail, inside the transaction of what it tells of. */
public final class AuditTrail {
  private static final String APPEND =
      "INSERT INTO audit (number, at, actor_name, actor_source, action, repository, subject,"
          + " before, after, reason)"
          + " VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM audit), ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private AuditTrail() {}

  /**
   * One decision.
   *
   * @param action what was done, e.g. {@code tag.delete}
   * @param repository where; empty for the registry as a whole
   * @param subject what it was done to, e.g. a tag
   * @param before what was so before
   * @param after what is so since
   * @param reason why, as far as it was said
   */
  public record Entry(
      Actor actor,
      String action,
      Optional<RepositoryName> repository,
      String subject,
      Optional<String> before,
      Optional<String> after,
      Optional<String> reason) {}

  /** Appends a decision. */
  public static void append(Handle handle, Instant at, Entry entry) {
    handle.execute(
        APPEND,
        at.toEpochMilli(),
        entry.actor().name(),
        entry.actor().source(),
        entry.action(),
        entry.repository().map(RepositoryName::value).orElse(""),
        entry.subject(),
        entry.before().orElse(null),
        entry.after().orElse(null),
        entry.reason().orElse(null));
  }
}
