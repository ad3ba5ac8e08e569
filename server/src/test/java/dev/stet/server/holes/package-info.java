/**
 * Holes that other registries have or had, each tried on a running server. A test carries the name
 * of its hole as a tag; the page about conformance lists them.
 */
@NullMarked
package dev.stet.server.holes;

import org.jspecify.annotations.NullMarked;
