package dev.stet.registry.tags;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.util.List;
import java.util.Optional;

/**
 * A wish to store a manifest in a repository, under names or under its digest alone.
 *
 * @param repository where
 * @param pushed what
 * @param names the names that it is to have; all or none of them; may be empty
 * @param actor who
 * @param ifTaken what is to happen when a name is taken
 * @param condition what must be so, else nothing happens
 */
public record Claim(
    RepositoryName repository,
    PushedManifest pushed,
    List<TagName> names,
    Actor actor,
    IfTaken ifTaken,
    Optional<Condition> condition) {
  /** Takes a copy of the names, each once. */
  public Claim {
    names = names.stream().distinct().toList();
  }

  /** A claim without a condition. */
  public Claim(
      RepositoryName repository,
      PushedManifest pushed,
      List<TagName> names,
      Actor actor,
      IfTaken ifTaken) {
    this(repository, pushed, names, actor, ifTaken, Optional.empty());
  }

  /** The same for the same bytes under another digest of theirs. */
  Claim under(Digest digest) {
    return new Claim(repository, pushed.under(digest), names, actor, ifTaken, condition);
  }
}
