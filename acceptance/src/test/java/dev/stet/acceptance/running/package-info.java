/**
 * A real Stet in a process of its own, and the programs that talk to it.
 *
 * <p>{@link dev.stet.acceptance.running.StetProcess} starts the packaged server; {@link
 * dev.stet.acceptance.running.Tools} finds a client; {@link dev.stet.acceptance.running.TestImage}
 * is what the clients push; {@link dev.stet.acceptance.running.Wiretap} counts what they send.
 */
@NullMarked
package dev.stet.acceptance.running;

import org.jspecify.annotations.NullMarked;
