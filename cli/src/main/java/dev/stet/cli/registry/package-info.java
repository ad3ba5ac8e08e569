/**
 * Speaks the distribution specification to any registry: reads and writes manifests as bytes, and
 * streams blobs. {@link dev.stet.cli.registry.RegistryRepository} is the way in; signing in happens
 * behind it, with the credentials that docker and podman keep.
 */
@NullMarked
package dev.stet.cli.registry;

import org.jspecify.annotations.NullMarked;
