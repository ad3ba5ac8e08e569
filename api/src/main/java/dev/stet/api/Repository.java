package dev.stet.api;

import java.time.Instant;

/**
 * A repository.
 *
 * @param name its name
 * @param createdAt when something was first pushed to it
 * @param kind {@code standing}: tags stand in it; {@code mutable}: they move
 */
public record Repository(String name, Instant createdAt, String kind) {}
