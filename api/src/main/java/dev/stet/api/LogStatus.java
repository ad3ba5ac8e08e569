package dev.stet.api;

import org.jspecify.annotations.Nullable;

/**
 * How the log of tags is, as {@code GET /api/v1/log} shows it.
 *
 * @param apiVersion the version of this form
 * @param origin what it is called
 * @param size how many entries it has
 * @param cosignedSize how many of them a quorum has cosigned; absent if none ever was
 * @param open whether names can be given and taken away
 * @param reason why not
 */
public record LogStatus(
    String apiVersion,
    String origin,
    long size,
    @Nullable Long cosignedSize,
    boolean open,
    @Nullable String reason) {}
