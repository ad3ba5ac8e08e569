package dev.stet.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image that must stay because somebody said so. The answer to {@code POST} of one.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param repository the repository
 * @param digest the digest of its manifest
 * @param tags the names that name it now
 * @param note why it is pinned
 * @param pinnedAt when it was pinned
 * @param pinnedBy who pinned it
 */
public record Pin(
    String apiVersion,
    String repository,
    String digest,
    List<String> tags,
    @Nullable String note,
    Instant pinnedAt,
    Actor pinnedBy) {}
