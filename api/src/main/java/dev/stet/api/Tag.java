package dev.stet.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One name and what it names.
 *
 * @param name the name
 * @param kind what the name is, for ever: {@code tag}, {@code channel}, {@code machine} or {@code
 *     mutable}
 * @param digest the digest of the manifest that it names; of a tag, for ever; empty for a channel
 *     that points nowhere yet
 * @param mediaType the media type of that manifest
 * @param size the length of that manifest in bytes
 * @param sequence the number of the claim, or of the last move, in the registry's history
 * @param pushedAt when that was
 * @param pushedBy who did that
 * @param revision the commit that the image was built from, where the image says
 * @param tag of a channel, the tag that it points to
 * @param follow of a channel, the pattern of the tags that it follows
 * @param deletedAt when it was deleted, if it was: it names nothing then
 * @param deletedReason why: {@code owner}, {@code retention}, {@code security} or {@code legal}
 */
public record Tag(
    String name,
    String kind,
    String digest,
    String mediaType,
    long size,
    long sequence,
    Instant pushedAt,
    Actor pushedBy,
    @Nullable String revision,
    @Nullable String tag,
    @Nullable String follow,
    @Nullable Instant deletedAt,
    @Nullable String deletedReason) {}
