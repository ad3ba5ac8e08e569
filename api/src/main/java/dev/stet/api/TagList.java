package dev.stet.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /api/v1/repositories/{repository}/tags}: a page of tags, by name.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param repository the repository
 * @param tags the tags of this page, ordered bytewise
 * @param next path and query of the next page; null on the last one
 */
public record TagList(
    String apiVersion, String repository, List<Tag> tags, @Nullable String next) {}
