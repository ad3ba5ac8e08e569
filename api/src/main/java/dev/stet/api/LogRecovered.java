package dev.stet.api;

/**
 * What came of {@code POST /api/v1/log/recover}.
 *
 * @param apiVersion the version of this form
 * @param from the URL of the copy
 * @param entries how many entries were recovered
 */
public record LogRecovered(String apiVersion, String from, long entries) {}
