package dev.stet.api;

/**
 * What is sent to {@code POST /api/v1/backups}.
 *
 * @param directory where to write it, a folder on the server that does not exist yet
 */
public record NewBackup(String directory) {}
