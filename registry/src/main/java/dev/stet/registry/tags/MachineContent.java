package dev.stet.registry.tags;

import dev.stet.oci.Descriptor;
import dev.stet.oci.Manifest;
import dev.stet.oci.TagName;
import java.util.Optional;
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

  private final Handle handle;

  /** Tells content apart, by what the manifests that an index lists are in this database. */
  public MachineContent(Handle handle) {
    this.handle = handle;
  }

  /** Whether a name of this form may hold this manifest as a machine tag. */
  public boolean fits(TagName name, Manifest manifest) {
    return manifest.isBuildCache()
        || (FORM.matcher(name.value()).matches() && !runs(manifest, DEEPEST));
  }

  private boolean runs(Manifest manifest, int depth) {
    return depth == 0
        || manifest.isRunnable()
        || manifest.manifests().stream()
            .flatMap(child -> find(child).stream())
            .anyMatch(child -> runs(child, depth - 1));
  }

  /** The manifest, if the registry holds it; one that it does not hold cannot run. */
  private Optional<Manifest> find(Descriptor child) {
    return handle
        .createQuery("SELECT bytes FROM manifest WHERE digest = ?")
        .bind(0, child.digest().toString())
        .map((row, _) -> Manifest.parse(row.getBytes(1), child.mediaType()))
        .findOne();
  }
}
