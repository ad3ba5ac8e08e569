package dev.stet.registry.tags;

import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.util.List;

/**
 * A wish to store a manifest in a repository, under names or under its digest alone.
 *
 * @param repository where
 * @param pushed what
 * @param names the names that it is to have; all or none of them; may be empty
 * @param actor who
 * @param ifTaken what is to happen when a name is taken
 */
public record Claim(
    RepositoryName repository,
    PushedManifest pushed,
    List<TagName> names,
    Actor actor,
    IfTaken ifTaken) {
  /** Takes a copy of the names, each once. */
  public Claim {
    names = names.stream().distinct().toList();
  }
}
