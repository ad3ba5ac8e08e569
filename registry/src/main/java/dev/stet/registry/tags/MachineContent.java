package dev.stet.registry.tags;

import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.MalformedException;
import dev.stet.oci.Manifest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * Which content may lie under a machine tag: that of tools which must be able to write over it, and
 * nothing that an engine could run.
 *
 * <p>Known by form and content: the fallback tag of referrers (distribution-spec, "Referrers Tag
 * Schema"), signatures, attestations and SBOMs of cosign before its third version, and, whatever
 * its name, the cache of BuildKit.
 */
public final class MachineContent {
  private static final Pattern FORM =
      Pattern.compile("sha(256|512)-[0-9a-f]{64}(\\.(sig|att|sbom))?");

  /** An index of indexes deeper than this counts as one that runs. */
  private static final int DEEPEST = 4;

  /** So does one through which more manifests are reached: a claim holds up everybody's pushes. */
  private static final int MOST = 5_000;

  /** The manifests of a repository, each as what it was pushed as. */
  @FunctionalInterface
  interface Manifests {
    /** The manifest; empty if the repository does not hold it. */
    Optional<Manifest> find(RepositoryName repository, Digest digest);
  }

  private final Manifests manifests;

  /** Tells content apart, by what an index lists is in this database. */
  public MachineContent(Handle handle) {
    this((repository, digest) -> stored(handle, repository, digest));
  }

  MachineContent(Manifests manifests) {
    this.manifests = manifests;
  }

  /** The manifest that a repository holds, shown or not. */
  static Optional<Manifest> stored(Handle handle, RepositoryName repository, Digest digest) {
    return handle
        .createQuery(
            "SELECT m.bytes, r.media_type FROM repository_manifest r JOIN manifest m"
                + " ON m.digest = r.digest WHERE r.repository = ? AND r.digest = ?")
        .bind(0, repository.value())
        .bind(1, digest.toString())
        .map((row, _) -> Manifest.parse(row.getBytes(1), row.getString(2)))
        .findOne();
  }

  /** Whether what a name names could lie there as a machine tag. */
  public boolean fits(HeldName name) {
    return manifests
        .find(name.repository(), name.image())
        .filter(manifest -> fits(name.repository(), name.name(), manifest))
        .isPresent();
  }

  /** Whether a name of this form may hold this manifest as a machine tag. */
  boolean fits(RepositoryName repository, TagName name, Manifest manifest) {
    boolean known = manifest.isBuildCache() || FORM.matcher(name.value()).matches();
    return known && !new Search(repository).runs(manifest, DEEPEST);
  }

  /** Looks for an image that can run, through all that an index lists. */
  private final class Search {
    private final RepositoryName repository;
    private final Set<Digest> seen = new HashSet<>();

    Search(RepositoryName repository) {
      this.repository = repository;
    }

    /** Also true where it would take too long to tell. */
    boolean runs(Manifest manifest, int depth) {
      return depth == 0
          || manifest.isRunnable()
          || manifest.manifests().stream()
              .map(Descriptor::digest)
              .filter(seen::add)
              .anyMatch(child -> seen.size() > MOST || runs(child, depth - 1));
    }

    /** What is not there cannot run: no index is taken before its children. */
    private boolean runs(Digest child, int depth) {
      try {
        return manifests
            .find(repository, child)
            .filter(manifest -> runs(manifest, depth))
            .isPresent();
      } catch (MalformedException e) {
        return true; // nobody can tell, so it may not lie where names move
      }
    }
  }
}
