/**
 * The audit trail: every decision about the registry that is not a push, append only, with who made
 * it, as they say themselves, from where, and what was so before and after.
 *
 * <p>Pushes, moves and deletions of names are in the registry's history as well, with the digest
 * before and after.
 */
@NullMarked
package dev.stet.registry.audit;

import org.jspecify.annotations.NullMarked;
