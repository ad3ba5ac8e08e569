package dev.stet.api;

import org.jspecify.annotations.Nullable;

/**
 * What is sent to {@code POST /api/v1/repositories/{repository}/pins}.
 *
 * @param reference a name or a digest
 * @param note why it is to be pinned
 */
public record NewPin(String reference, @Nullable String note) {}
