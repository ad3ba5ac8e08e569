package dev.stet.registry;

import dev.stet.registry.blobs.BlobSettings;
import dev.stet.registry.tags.TagRules;

/**
 * What an operator can decide about the registry.
 *
 * @param tagRules which names are refused
 * @param manifestCacheBytes how much memory the answers to reads of manifests may take
 * @param blobs how blobs and uploads are looked after
 */
public record RegistrySettings(TagRules tagRules, long manifestCacheBytes, BlobSettings blobs) {}
