package dev.stet.api;

import java.time.Instant;
import java.util.List;

/**
 * The answer to {@code GET /api/v1/retention/plan}: what the rules of retention would do.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param at when the plan was made
 * @param rules the rules as they are configured
 * @param go the tags that may go; not all if they are many
 * @param goCount how many these are
 * @param stay the tags that a rule speaks of and that stay; not all if they are many
 * @param stayCount how many these are
 */
public record RetentionPlan(
    String apiVersion,
    Instant at,
    List<String> rules,
    List<RetainedTag> go,
    long goCount,
    List<RetainedTag> stay,
    long stayCount) {}
