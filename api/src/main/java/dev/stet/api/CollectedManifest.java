package dev.stet.api;

/**
 * A manifest that a collection took out of sight, or would take.
 *
 * @param repository the repository
 * @param digest its digest
 * @param size its length in bytes
 * @param reason why it may go
 */
public record CollectedManifest(String repository, String digest, long size, String reason) {}
