/**
 * Tags that stand. {@link dev.stet.registry.tags.TagLedger#claim} is the one door through which a
 * manifest or a name gets into a repository.
 *
 * <p>A claim is decided in the writer's transaction, together with all claims that queued while the
 * last commit ran: all their keys are read, each is decided whole, then everything is written, and
 * nobody is answered before COMMIT. So of many first pushes of one name exactly one wins, whatever
 * the timing. What came of it is a {@link dev.stet.registry.tags.ClaimOutcome}, which callers
 * handle case by case.
 *
 * <p>A refused claim leaves a row that counts the attempt, and nothing else.
 */
@NullMarked
package dev.stet.registry.tags;

import org.jspecify.annotations.NullMarked;
