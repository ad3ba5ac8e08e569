package dev.stet.api;

/**
 * The answer to {@code DELETE} of a pin.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param repository the repository
 * @param digest the digest of the manifest that may be taken away again
 */
public record Unpinned(String apiVersion, String repository, String digest) {}
