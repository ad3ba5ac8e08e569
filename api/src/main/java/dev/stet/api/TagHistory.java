package dev.stet.api;

import java.util.List;

/**
 * The answer to {@code GET /api/v1/repositories/{repository}/tags/{tag}}: one tag with its history.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param repository the repository
 * @param tag the tag as it is
 * @param history what happened to it, oldest first
 * @param refused the pushes under this name that were refused, newest first
 */
public record TagHistory(
    String apiVersion,
    String repository,
    Tag tag,
    List<HistoryEntry> history,
    List<RefusedPush> refused) {}
