package dev.stet.api;

import org.jspecify.annotations.Nullable;

/**
 * What is sent to {@code POST /api/v1/collections}.
 *
 * @param dryRun whether to take nothing away, and only tell what would go
 * @param grace how old something has to be that nothing needs, e.g. {@code 24h}; null for what the
 *     server is set to
 */
public record NewCollection(boolean dryRun, @Nullable String grace) {}
