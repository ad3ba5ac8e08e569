package dev.stet.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One tag and what it names.
 *
 * @param name the tag
 * @param digest the digest of the manifest that it names, for ever
 * @param mediaType the media type of that manifest
 * @param size the length of that manifest in bytes
 * @param sequence the number of the claim in the registry's history
 * @param pushedAt when it was claimed
 * @param pushedBy who claimed it
 * @param revision the commit that the image was built from, where the image says
 */
public record Tag(
    String name,
    String digest,
    String mediaType,
    long size,
    long sequence,
    Instant pushedAt,
    Actor pushedBy,
    @Nullable String revision) {}
