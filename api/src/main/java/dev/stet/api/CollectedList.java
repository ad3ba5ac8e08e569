package dev.stet.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /api/v1/collected}: a page of what is out of sight and can come back.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param collected what this page holds
 * @param next path and query of the next page; null on the last one
 */
public record CollectedList(String apiVersion, List<Collected> collected, @Nullable String next) {}
