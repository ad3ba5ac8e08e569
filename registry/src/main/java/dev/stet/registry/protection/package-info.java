/**
 * What must not be taken away: pinned images, those that a channel points to, those in use, and
 * whatever refers to them. Deletions, collection and retention ask here, inside their transaction.
 */
@NullMarked
package dev.stet.registry.protection;

import org.jspecify.annotations.NullMarked;
