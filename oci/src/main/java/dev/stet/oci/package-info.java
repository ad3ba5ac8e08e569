/**
 * The words of the OCI distribution and image specifications as values that cannot be wrong.
 *
 * <p>A {@link dev.stet.oci.RepositoryName}, {@link dev.stet.oci.TagName}, {@link
 * dev.stet.oci.Digest} or {@link dev.stet.oci.Manifest} exists only if it is well formed: {@code
 * parse} is the one way in, and it throws {@link dev.stet.oci.MalformedException}, which carries
 * the OCI error code to answer with. So code that holds such a value never checks it again:
 *
 * <pre>{@code
 * RepositoryName repository = RepositoryName.parse("shop/api");
 * Reference reference = Reference.parse("main-3035eca");
 * switch (reference) {
 *   case TagName tag -> lookUp(repository, tag);
 *   case Digest digest -> lookUp(repository, digest);
 * }
 * }</pre>
 *
 * <p>Everything here is immutable and safe for use by many threads. Nothing here does I/O.
 */
@NullMarked
package dev.stet.oci;

import org.jspecify.annotations.NullMarked;
