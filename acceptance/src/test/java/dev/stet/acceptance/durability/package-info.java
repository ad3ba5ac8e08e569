/**
 * What was acknowledged is on disk: shown at the system calls, because the page cache outlives a
 * killed process, and by killing the process at random points.
 */
@NullMarked
package dev.stet.acceptance.durability;

import org.jspecify.annotations.NullMarked;
