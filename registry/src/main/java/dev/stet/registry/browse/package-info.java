/**
 * What the registry holds, in pages: the tag list of the distribution specification, and the same
 * and more in Stet's own API. Pages are cut by name, so that a page costs the same wherever it is.
 */
@NullMarked
package dev.stet.registry.browse;

import org.jspecify.annotations.NullMarked;
