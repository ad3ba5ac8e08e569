package dev.stet.api;

import java.util.List;

/**
 * The answer to {@code GET /api/v1/repositories/{repository}/pins}.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param repository the repository
 * @param pins all of them, by digest
 */
public record PinList(String apiVersion, String repository, List<Pin> pins) {}
