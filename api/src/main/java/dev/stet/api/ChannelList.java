package dev.stet.api;

import java.util.List;

/**
 * The answer to {@code GET /api/v1/repositories/{repository}/channels}.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param repository the repository
 * @param channels all of them, by name
 */
public record ChannelList(String apiVersion, String repository, List<Channel> channels) {}
