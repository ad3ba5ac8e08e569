package dev.stet.cli.copy;

import dev.stet.cli.output.Progress;

/**
 * What the copies of one run have in common.
 *
 * @param dryRun whether it is a rehearsal
 * @param makeChannels whether names that move become channels at the destination
 * @param lost set once an end gives no answer any more
 */
record Run(
    Workers workers,
    Progress progress,
    Attempts attempts,
    boolean dryRun,
    boolean makeChannels,
    Stop lost) {}
