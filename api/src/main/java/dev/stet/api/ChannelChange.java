package dev.stet.api;

import org.jspecify.annotations.Nullable;

/**
 * What is sent to {@code PATCH /api/v1/repositories/{repository}/channels/{channel}}; what is null
 * stays.
 *
 * @param tag the tag that it shall point to
 * @param follow the pattern of the tags that it shall follow; empty to follow none
 */
public record ChannelChange(@Nullable String tag, @Nullable String follow) {}
