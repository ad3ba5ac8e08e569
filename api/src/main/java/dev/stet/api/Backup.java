package dev.stet.api;

import java.util.List;

/**
 * The answer to {@code POST /api/v1/backups}.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param directory where it lies, on the server
 * @param bytes how large it is
 * @param blobs how many large blobs it holds; the small ones are in its copy of the database
 * @param missing the digests of those that it lacks, because the registry itself lacks their bytes
 */
public record Backup(
    String apiVersion, String directory, long bytes, long blobs, List<String> missing) {}
