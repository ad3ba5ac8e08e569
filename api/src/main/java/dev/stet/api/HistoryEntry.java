package dev.stet.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a name.
 *
 * @param sequence its number in the registry's history; gives the order
 * @param event what happened: {@code claimed}
 * @param digest what the name names since
 * @param at when
 * @param by who did it
 * @param revision the commit that the image was built from, where the image says
 * @param note what was odd about it, in words
 */
public record HistoryEntry(
    long sequence,
    String event,
    String digest,
    Instant at,
    Actor by,
    @Nullable String revision,
    @Nullable String note) {}
