package dev.stet.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A channel: a declared rolling name, which points to a tag. The answer to {@code GET}, {@code
 * POST} and {@code PATCH} of one.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param repository the repository
 * @param name the channel
 * @param tag the tag that it points to; null if it points nowhere yet, or the image has lost its
 *     tag
 * @param digest the digest of the manifest that it names; null if it points nowhere yet
 * @param follow the pattern of the tags that it follows, e.g. {@code main-*}; null if it follows
 *     none
 * @param sequence the number of its last move in the registry's history; its entity tag
 * @param movedAt when that was
 * @param movedBy who did that
 */
public record Channel(
    String apiVersion,
    String repository,
    String name,
    @Nullable String tag,
    @Nullable String digest,
    @Nullable String follow,
    long sequence,
    Instant movedAt,
    Actor movedBy) {}
