package dev.stet.api;

/**
 * What is sent to {@code POST /api/v1/log/recover}.
 *
 * @param from the URL of a copy of the log
 */
public record NewLogRecovery(String from) {}
