/**
 * Replays a log and keeps what is known of it.
 *
 * <p>Between two checkpoints the life of an entry is this: it is read over HTTP with some thousand
 * others; their hashes are appended to a copy of the right edge, and a consistency proof (or the
 * root, at the end) ties them to the signed checkpoint; only then the rules are held against them;
 * what the rules remember is written to {@code keys}, and then {@code state} is replaced by one
 * that covers them. A crash between any two of these leaves the state of before, and the entries
 * are read again. A signature is made when all entries up to a checkpoint are in the state, and is
 * given out when it is in the state itself.
 */
@NullMarked
package dev.stet.auditor.replay;

import org.jspecify.annotations.NullMarked;
