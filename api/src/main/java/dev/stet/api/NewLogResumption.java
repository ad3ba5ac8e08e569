package dev.stet.api;

/**
 * What is sent to {@code POST /api/v1/log/resume}.
 *
 * @param origin what the log is called, typed by a person
 */
public record NewLogResumption(String origin) {}
