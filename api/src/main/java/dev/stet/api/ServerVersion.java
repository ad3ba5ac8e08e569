package dev.stet.api;

/**
 * The answer to {@code GET /api/v1/version}.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param version the version of the server
 */
public record ServerVersion(String apiVersion, String version) {}
