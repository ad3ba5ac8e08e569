package dev.stet.api;

import org.jspecify.annotations.Nullable;

/**
 * What is sent to {@code POST /api/v1/repositories/{repository}/channels}.
 *
 * @param name the channel
 * @param tag the tag that it shall point to
 * @param follow the pattern of the tags that it shall follow
 */
public record NewChannel(String name, @Nullable String tag, @Nullable String follow) {}
