/**
 * A log that only grows, and proofs about it, in the formats of C2SP.
 *
 * <p>Everything here is immutable unless it says otherwise, and does no I/O.
 */
@NullMarked
package dev.stet.log;

import org.jspecify.annotations.NullMarked;
