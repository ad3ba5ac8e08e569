package dev.stet.api;

import java.util.List;

/**
 * The answer to {@code GET /api/v1/declarations}.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param declarations all of them, by pattern
 */
public record DeclarationList(String apiVersion, List<Declaration> declarations) {}
