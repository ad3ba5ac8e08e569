/**
 * What the process counts and measures, for Prometheus. Stet's own names begin with {@code stet_};
 * {@code docs/reference/metrics.md} lists all of them.
 */
@NullMarked
package dev.stet.server.metrics;

import org.jspecify.annotations.NullMarked;
