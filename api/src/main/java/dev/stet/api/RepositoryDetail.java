package dev.stet.api;

import java.time.Instant;

/**
 * The answer to {@code GET /api/v1/repositories/{repository}}: one repository, counted.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param name its name
 * @param createdAt when something was first pushed to it
 * @param kind {@code standing} or {@code mutable}
 * @param tags how many names live in it, of whatever kind
 * @param channels how many of them are channels
 * @param pins how many images are pinned
 * @param bytes the sizes of the blobs and manifests that it shows, each once
 */
public record RepositoryDetail(
    String apiVersion,
    String name,
    Instant createdAt,
    String kind,
    long tags,
    long channels,
    long pins,
    long bytes) {}
