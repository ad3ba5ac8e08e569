/**
 * Many clients at once, slow ones and rude ones: they neither stop the others nor leave anything
 * behind, and take no more memory than is there. The server is a process of its own, with the
 * memory that the launcher gives it.
 */
@NullMarked
package dev.stet.acceptance.load;

import org.jspecify.annotations.NullMarked;
