/**
 * The log of tags, judged by programs that know nothing of this project's code.
 *
 * <p>{@link dev.stet.acceptance.log.Judges} builds those that are in {@code src/test/go}: each is a
 * few lines on libraries of the Go project and of others. {@link dev.stet.acceptance.log.LogFolder}
 * is a log made with the module {@code log}.
 */
@NullMarked
package dev.stet.acceptance.log;

import org.jspecify.annotations.NullMarked;
