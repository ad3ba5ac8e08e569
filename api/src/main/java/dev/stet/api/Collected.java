package dev.stet.api;

import java.time.Instant;

/**
 * Something that is out of sight and can come back.
 *
 * @param repository the repository
 * @param digest its digest
 * @param kind {@code manifest} or {@code blob}
 * @param size its length in bytes
 * @param deletedAt when it was taken away
 * @param reason why: {@code owner}, {@code retention}, {@code security} or {@code legal}
 * @param purgedAfter when its bytes may be deleted
 */
public record Collected(
    String repository,
    String digest,
    String kind,
    long size,
    Instant deletedAt,
    String reason,
    Instant purgedAfter) {}
