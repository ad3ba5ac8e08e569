/**
 * What stands may be cached for ever; this is the cache, and the sequence that keeps it honest.
 *
 * <p>Only standing things go in: tags, manifests and blobs that a repository holds. That something
 * is <em>not</em> there is never cached. Each entry carries the number of the newest event that was
 * committed before it was read; once a tombstone of its repository has a higher number, the entry
 * is no longer given out, even if the slow reader that puts it in comes after the tombstone.
 */
@NullMarked
package dev.stet.registry.standing;

import org.jspecify.annotations.NullMarked;
