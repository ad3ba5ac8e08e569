package dev.stet.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /api/v1/audit}: a page of the audit trail.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param entries the entries of this page, oldest first
 * @param next path and query of the next page; null on the last one
 */
public record AuditList(String apiVersion, List<AuditEntry> entries, @Nullable String next) {}
