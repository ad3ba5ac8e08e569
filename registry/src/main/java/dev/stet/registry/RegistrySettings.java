package dev.stet.registry;

import dev.stet.registry.blobs.BlobSettings;
import dev.stet.registry.tags.TagRules;
import java.util.Map;
import java.util.TreeSet;

/**
 * What an operator can decide about the registry.
 *
 * @param tagRules which names are refused
 * @param manifestCacheBytes how much memory the answers to reads of manifests may take
 * @param blobs how blobs and uploads are looked after
 */
public record RegistrySettings(TagRules tagRules, long manifestCacheBytes, BlobSettings blobs) {
  /** The rules that decide about names and images, as text, by the names of their settings. */
  Map<String, String> rules() {
    return Map.of(
        "rolling-names",
        String.join(", ", new TreeSet<>(tagRules.rollingNames())),
        "tag-lies",
        tagRules.strictLabels() ? "strict" : "warn");
  }
}
