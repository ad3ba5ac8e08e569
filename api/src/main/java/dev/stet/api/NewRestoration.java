package dev.stet.api;

/**
 * What is sent to {@code POST /api/v1/repositories/{repository}/restorations}.
 *
 * @param reference the name or the digest that shall be there again
 */
public record NewRestoration(String reference) {}
