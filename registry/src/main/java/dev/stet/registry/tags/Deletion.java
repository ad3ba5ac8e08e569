package dev.stet.registry.tags;

import java.time.Instant;

/**
 * That a name was taken away.
 *
 * @param at when, to the millisecond
 * @param reason why
 */
public record Deletion(Instant at, DeletionReason reason) {}
