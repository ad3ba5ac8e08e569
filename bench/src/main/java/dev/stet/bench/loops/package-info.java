/** JMH benchmarks of the inner loops. */
@NullMarked
package dev.stet.bench.loops;

import org.jspecify.annotations.NullMarked;
