package dev.stet.registry;

import dev.stet.registry.blobs.BlobSettings;
import dev.stet.registry.retention.RetentionRule;
import dev.stet.registry.space.SpaceSettings;
import dev.stet.registry.tags.TagRules;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an operator can decide about the registry.
 *
 * @param tagRules which names are refused
 * @param manifestCacheBytes how much memory the answers to reads of manifests may take
 * @param blobs how blobs and uploads are looked after
 * @param space what goes by itself, and when
 */
public record RegistrySettings(
    TagRules tagRules, long manifestCacheBytes, BlobSettings blobs, SpaceSettings space) {
  /** The rules that decide about names and images, as text, by the names of their settings. */
  Map<String, String> rules() {
    return Map.of(
        "rolling-names",
        String.join(", ", new TreeSet<>(tagRules.rollingNames())),
        "tag-lies",
        tagRules.strictLabels() ? "strict" : "warn",
        "retention",
        space.rules().stream().map(RetentionRule::toString).collect(Collectors.joining("; ")));
  }
}
