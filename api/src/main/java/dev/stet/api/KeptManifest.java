package dev.stet.api;

/**
 * A manifest that a collection would have taken if nothing protected it.
 *
 * @param repository the repository
 * @param digest its digest
 * @param reason what protects it
 */
public record KeptManifest(String repository, String digest, String reason) {}
