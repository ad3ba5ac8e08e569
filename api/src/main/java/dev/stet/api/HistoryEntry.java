package dev.stet.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a name, or to a manifest.
 *
 * @param sequence its number in the registry's history; gives the order
 * @param name the name; null for what happened to a manifest
 * @param event what happened: {@code claimed}, {@code moved}, {@code created}, {@code deleted},
 *     {@code restored}, {@code stands} or {@code collected}
 * @param digest what the name names since, or the manifest; null if it names nothing since, and for
 *     an event of more than one manifest
 * @param previous what the name named before, where it named something else
 * @param at when
 * @param by who did it
 * @param revision the commit that the image was built from, where the image says
 * @param note what is to be said of it, in words
 */
public record HistoryEntry(
    long sequence,
    @Nullable String name,
    String event,
    @Nullable String digest,
    @Nullable String previous,
    Instant at,
    Actor by,
    @Nullable String revision,
    @Nullable String note) {}
