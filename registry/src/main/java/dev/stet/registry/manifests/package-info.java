/**
 * Manifests: how they come in and how they are read.
 *
 * <p>{@link dev.stet.registry.manifests.PushManifest} reads, checks and hashes what was pushed,
 * finds out which commit it was built from, and claims its names. Reads are answered from memory
 * where they can be: the answer to a standing tag or a digest never changes.
 */
@NullMarked
package dev.stet.registry.manifests;

import org.jspecify.annotations.NullMarked;
