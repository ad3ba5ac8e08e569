package dev.stet.registry.blobs;

import dev.stet.oci.Digest;

/**
 * A blob in the store.
 *
 * @param digest its digest
 * @param size its length in bytes
 * @param storageKey the driver's own name for it
 */
public record StoredBlob(Digest digest, long size, String storageKey) {}
