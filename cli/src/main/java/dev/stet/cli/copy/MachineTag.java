package dev.stet.cli.copy;

import dev.stet.oci.Reference;
import java.util.regex.Pattern;

/**
 * The tags that tools make of the digest of an image, to keep something about it: lists of
 * referrers, signatures, attestations. They may move. Source: distribution-spec, "Referrers Tag
 * Schema"; cosign, "Signature Specification".
 */
final class MachineTag {
  private static final Pattern FORM = Pattern.compile("sha(?:256|512)-[0-9a-f]{64}.*");

  private MachineTag() {}

  /** Whether a name is one, by its form. */
  static boolean is(Reference name) {
    return FORM.matcher(name.toString()).matches();
  }
}
