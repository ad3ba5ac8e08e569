package dev.stet.registry.tags;

import dev.stet.http.Preconditions;
import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import java.util.Optional;

/**
 * What must be so at the moment in which a claim is decided, else nothing is done.
 *
 * @param target what the condition is about: the name or the digest that is pushed to
 * @param wanted what the target must name, or must not
 */
public record Condition(Reference target, Preconditions wanted) {
  /** Whether it holds for a target that names this, or nothing. */
  boolean holds(Optional<Digest> current) {
    return wanted.allow(current.map(Digest::toString));
  }
}
