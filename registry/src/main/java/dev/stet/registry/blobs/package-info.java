/**
 * Blobs and uploads: what pushes bring in before a manifest names it.
 *
 * <p>{@link dev.stet.registry.blobs.BlobStore} keeps bytes and knows nothing of repositories;
 * {@link dev.stet.registry.blobs.Blobs} knows through which repositories a blob may be read. The
 * order of a push is always: bytes durable in the store, then the row that makes them visible, then
 * the answer.
 */
@NullMarked
package dev.stet.registry.blobs;

import org.jspecify.annotations.NullMarked;
