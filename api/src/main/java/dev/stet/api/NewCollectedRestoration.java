package dev.stet.api;

/**
 * What is sent to {@code POST /api/v1/collected/restorations}; the answer is {@link Restored}.
 *
 * @param repository the repository
 * @param digest the manifest or blob that shall be there again
 */
public record NewCollectedRestoration(String repository, String digest) {}
