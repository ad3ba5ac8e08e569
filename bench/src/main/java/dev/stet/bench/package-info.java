/**
 * Measures Stet beside other registries: one command, the same data, the same disk, checked
 * answers.
 *
 * <p>{@link dev.stet.bench.Compare} starts every {@link dev.stet.bench.server.Server} as a process
 * of its own and lets them do the same {@link dev.stet.bench.work.Work} in turn, round after round.
 * What was measured is a {@link dev.stet.bench.report.Figure}; medians, spread, ratios and the
 * targets become a page of the documentation. What the log of tags costs is measured beside a
 * server that keeps none, {@link dev.stet.bench.server.Server#WITHOUT_LOG}. The inner loops are
 * measured by JMH in {@code loops}.
 */
@NullMarked
package dev.stet.bench;

import org.jspecify.annotations.NullMarked;
