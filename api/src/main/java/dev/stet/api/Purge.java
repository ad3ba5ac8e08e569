package dev.stet.api;

/**
 * The answer to {@code POST /api/v1/collected/purges}: what cannot come back any more.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param manifests how many manifests
 * @param blobs how many blobs
 * @param bytes how many bytes the disk has back
 */
public record Purge(String apiVersion, long manifests, long blobs, long bytes) {}
