package dev.stet.api;

import java.util.List;

/**
 * The answer to a restoration.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param repository the repository
 * @param names the names that live again
 * @param digests the manifests that are shown again
 */
public record Restored(
    String apiVersion, String repository, List<String> names, List<String> digests) {}
