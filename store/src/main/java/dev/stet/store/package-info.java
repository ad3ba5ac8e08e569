/**
 * Connections, the one writer with group commit, readers and migrations. Knows nobody's tables.
 *
 * <p>A feature opens {@link dev.stet.store.Lane}s for its changes and asks {@link
 * dev.stet.store.Database#read} for everything else:
 *
 * <pre>{@code
 * Lane<Claim, Outcome> claims = database.lane("claims", (handle, batch) -> decide(handle, batch));
 * Outcome outcome = claims.submit(claim); // returns after COMMIT, never before
 * }</pre>
 *
 * <p><b>Threads.</b> SQL runs on the platform threads of this module alone: one writer, a few
 * readers. A JNI call holds the carrier of a virtual thread, and a machine with two cores has two.
 * Callers, virtual threads as a rule, hand over and wait.
 *
 * <p><b>Group commit.</b> The writer takes every change that queued while the last commit ran and
 * commits them together. There is no timer: alone, a change commits at once; under load the batches
 * grow by themselves.
 */
@NullMarked
package dev.stet.store;

import org.jspecify.annotations.NullMarked;
