package dev.stet.api;

/**
 * What is sent to {@code POST /api/v1/backups}.
 *
 * @param directory where to write it, a folder on the server by its absolute path, absent or empty
 */
public record NewBackup(String directory) {}
