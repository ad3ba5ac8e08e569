package dev.stet.registry;

import dev.stet.registry.space.SpaceSettings;
import dev.stet.registry.tags.TagRules;

/**
 * What an operator can decide about the registry.
 *
 * @param tagRules which names are refused
 * @param manifestCacheBytes how much memory the answers to reads of manifests may take
 * @param blobCacheBytes how much memory the answers to reads of blobs may take
 * @param space what goes by itself, and when
 */
public record RegistrySettings(
    TagRules tagRules, long manifestCacheBytes, long blobCacheBytes, SpaceSettings space) {}
