package dev.stet.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /api/v1/repositories/{repository}/history}: a page of all that happened
 * in a repository.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param repository the repository
 * @param entries the events of this page, oldest first
 * @param next path and query of the next page; null on the last one
 */
public record HistoryList(
    String apiVersion, String repository, List<HistoryEntry> entries, @Nullable String next) {}
