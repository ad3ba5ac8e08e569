/** What the process counts and measures, for Prometheus. Every name begins with {@code stet_}. */
@NullMarked
package dev.stet.server.metrics;

import org.jspecify.annotations.NullMarked;
