package dev.stet.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /api/v1/repositories/{repository}/tags/{tag}}: one name with its
 * history.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param repository the repository
 * @param tag the name as it is; null if nothing ever stood there
 * @param history what happened to it, oldest first; of more than 1,000 events the newest 1,000
 * @param refused the pushes under this name that were refused, newest first
 */
public record TagHistory(
    String apiVersion,
    String repository,
    @Nullable Tag tag,
    List<HistoryEntry> history,
    List<RefusedPush> refused) {}
