package dev.stet.api;

import java.util.List;

/**
 * The answer to {@code POST /api/v1/collections}: what a collection took out of sight.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param dryRun whether it only tells what would go
 * @param manifests the manifests; not all if they are many
 * @param manifestCount how many manifests
 * @param blobs how many blobs
 * @param bytes the sizes of the manifests and blobs together
 * @param kept manifests that stay because something protects them; not all if they are many
 */
public record Collection(
    String apiVersion,
    boolean dryRun,
    List<CollectedManifest> manifests,
    long manifestCount,
    long blobs,
    long bytes,
    List<KeptManifest> kept) {}
