/**
 * The registry: blobs, manifests and tags, and their routes.
 *
 * <p>{@link dev.stet.registry.RegistryWiring} puts the rooms together. A push goes through {@code
 * blobs} (bytes), {@code manifests} (what they mean) and {@code tags} (what they are called, for
 * ever); {@code standing} remembers, {@code browse} lists.
 */
@NullMarked
package dev.stet.registry;

import org.jspecify.annotations.NullMarked;
