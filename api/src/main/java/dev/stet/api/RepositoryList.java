package dev.stet.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /api/v1/repositories}: a page of repositories, by name.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param repositories the repositories of this page, ordered bytewise
 * @param next path and query of the next page; null on the last one
 */
public record RepositoryList(
    String apiVersion, List<Repository> repositories, @Nullable String next) {}
