/** Many clients at once, and what they saw. */
@NullMarked
package dev.stet.bench.load;

import org.jspecify.annotations.NullMarked;
