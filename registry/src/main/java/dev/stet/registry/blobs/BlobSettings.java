package dev.stet.registry.blobs;

import java.time.Duration;

/**
 * What an operator can decide about blobs.
 *
 * @param cacheBytes how much memory the answers to reads of small blobs may take
 * @param uploadExpiry how long after its last byte an unfinished upload is dropped
 * @param scrubBytesASecond how fast large blobs are checked in the background; 0 for never
 * @param scrubPeriod how long after the beginning of one such pass the next one begins
 */
public record BlobSettings(
    long cacheBytes, Duration uploadExpiry, long scrubBytesASecond, Duration scrubPeriod) {}
