package dev.stet.api;

/**
 * The answer to {@code POST /api/v1/backups}.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param directory where it lies, on the server
 * @param bytes how large it is
 * @param blobs how many blobs it holds
 */
public record Backup(String apiVersion, String directory, long bytes, long blobs) {}
