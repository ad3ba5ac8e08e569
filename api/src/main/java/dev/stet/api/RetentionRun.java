package dev.stet.api;

import java.time.Instant;
import java.util.List;

/**
 * The answer to {@code POST /api/v1/retention/runs}: a plan as it was carried out.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param at when it was carried out
 * @param rules the rules as they are configured
 * @param go the tags that were deleted; not all if they are many
 * @param goCount how many these are
 * @param stay the tags that a rule speaks of and that stayed; not all if they are many
 * @param stayCount how many these are
 */
public record RetentionRun(
    String apiVersion,
    Instant at,
    List<String> rules,
    List<RetainedTag> go,
    long goCount,
    List<RetainedTag> stay,
    long stayCount) {}
