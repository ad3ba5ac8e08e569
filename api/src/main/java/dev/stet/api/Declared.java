package dev.stet.api;

import java.util.List;

/**
 * The answer to {@code POST /api/v1/declarations}.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param pattern a repository, or a prefix that ends in <code>/**</code>
 * @param kind {@code standing} or {@code mutable}
 * @param changed whether anything is different now
 * @param names what became of names that moved until now
 */
public record Declared(
    String apiVersion, String pattern, String kind, boolean changed, List<DeclaredName> names) {}
