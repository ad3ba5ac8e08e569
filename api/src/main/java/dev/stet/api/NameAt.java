package dev.stet.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /api/v1/repositories/{repository}/tags/{tag}/at}: what a name named at a
 * moment.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param repository the repository
 * @param name the name
 * @param time the moment that was asked for
 * @param digest what it named then; null if it named nothing
 * @param tag the tag to which it pointed, or the name itself if that is a tag; of a channel's moves
 *     before Stet kept that, the newest tag of the image; null if there is none
 * @param since since when it named that, or named nothing; null if nothing had happened to it
 * @param event what happened to it last before the moment; null if nothing had
 */
public record NameAt(
    String apiVersion,
    String repository,
    String name,
    Instant time,
    @Nullable String digest,
    @Nullable String tag,
    @Nullable Instant since,
    @Nullable HistoryEntry event) {}
