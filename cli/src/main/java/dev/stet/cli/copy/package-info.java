/**
 * Copies images between registries, OCI layouts and docker archives.
 *
 * <p>{@link dev.stet.cli.copy.CopyCommand} opens a {@code Source} and a {@code Target}; a {@code
 * Copier} carries one image from the one to the other: blobs first, children before the index that
 * lists them, the tag last, so that whatever is interrupted has named nothing. Manifests are
 * carried as their bytes, blobs as streams that are hashed on the way.
 */
@NullMarked
package dev.stet.cli.copy;

import org.jspecify.annotations.NullMarked;
