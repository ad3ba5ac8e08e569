/**
 * Taking away, and bringing back.
 *
 * <p>A deleted tag leaves a burnt name, and a deleted manifest or blob is out of sight until it is
 * restored, pushed again, or purged for good by the collection of garbage. Each deletion is decided
 * and written in one transaction, takes a number of the registry's history, and leaves an entry in
 * the audit trail.
 */
@NullMarked
package dev.stet.registry.deletes;

import org.jspecify.annotations.NullMarked;
