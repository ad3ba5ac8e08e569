package dev.stet.registry;

import dev.stet.registry.tags.TagRules;
import java.util.Map;
import java.util.TreeSet;

/**
 * What an operator can decide about the registry.
 *
 * @param tagRules which names are refused
 * @param manifestCacheBytes how much memory the answers to reads of manifests may take
 * @param blobCacheBytes how much memory the answers to reads of blobs may take
 */
public record RegistrySettings(TagRules tagRules, long manifestCacheBytes, long blobCacheBytes) {
  /** The rules that decide about names and images, as text, by the names of their settings. */
  Map<String, String> rules() {
    return Map.of(
        "rolling-names",
        String.join(", ", new TreeSet<>(tagRules.rollingNames())),
        "tag-lies",
        tagRules.strictLabels() ? "strict" : "warn");
  }
}
