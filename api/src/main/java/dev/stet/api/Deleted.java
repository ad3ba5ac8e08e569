package dev.stet.api;

import java.util.List;

/**
 * The answer to {@code DELETE} of a repository, a tag, a manifest or a channel.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param repository the repository
 * @param names the names that are gone: tags and channels are burnt, others are free again
 * @param digests the manifests that are no longer shown
 */
public record Deleted(
    String apiVersion, String repository, List<String> names, List<String> digests) {}
