package dev.stet.registry.retention;

import java.time.Instant;

/**
 * When rules are asked.
 *
 * @param now the time
 * @param pullsKnownSince since when pulls are written down
 */
record Moment(Instant now, Instant pullsKnownSince) {}
