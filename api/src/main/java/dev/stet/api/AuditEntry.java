package dev.stet.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One decision about the registry.
 *
 * @param number its number, without gaps
 * @param at when
 * @param by who decided
 * @param action what was done, e.g. {@code channel.move}
 * @param repository where; null for the registry as a whole
 * @param subject to what: a name, a digest, a pattern
 * @param before what was so before
 * @param after what is so since
 * @param reason why, where a reason was given
 */
public record AuditEntry(
    long number,
    Instant at,
    Actor by,
    String action,
    @Nullable String repository,
    String subject,
    @Nullable String before,
    @Nullable String after,
    @Nullable String reason) {}
