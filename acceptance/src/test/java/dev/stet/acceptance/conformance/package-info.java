/**
 * The official conformance suite of the OCI distribution specification against a running Stet. It
 * is a program of its own, built by hand, so these tests run only where somebody names it; {@code
 * docs/reference/conformance.md} says how, and what came of it.
 */
@NullMarked
package dev.stet.acceptance.conformance;

import org.jspecify.annotations.NullMarked;
