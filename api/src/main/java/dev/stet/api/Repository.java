package dev.stet.api;

import java.time.Instant;

/**
 * A repository.
 *
 * @param name its name
 * @param createdAt when something was first pushed to it
 */
public record Repository(String name, Instant createdAt) {}
