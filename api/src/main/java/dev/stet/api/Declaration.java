package dev.stet.api;

import java.time.Instant;

/**
 * Of which kind repositories are to be.
 *
 * @param pattern a repository, or a prefix that ends in <code>/**</code>
 * @param kind {@code standing} or {@code mutable}
 * @param declaredAt when it was declared
 * @param declaredBy who declared it
 */
public record Declaration(String pattern, String kind, Instant declaredAt, Actor declaredBy) {}
