/** Figures, medians, targets and the page that tells them. */
@NullMarked
package dev.stet.bench.report;

import org.jspecify.annotations.NullMarked;
