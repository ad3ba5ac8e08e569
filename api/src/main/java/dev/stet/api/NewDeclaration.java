package dev.stet.api;

/**
 * What is sent to {@code POST /api/v1/declarations}.
 *
 * @param pattern a repository, or a prefix that ends in <code>/**</code>
 * @param kind {@code standing} or {@code mutable}
 */
public record NewDeclaration(String pattern, String kind) {}
