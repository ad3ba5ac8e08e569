/**
 * Room on the disk: what nothing needs any more goes, in two steps.
 *
 * <p><b>Collection</b> puts out of sight what nothing in its repository needs: manifests without a
 * name, and blobs that no manifest refers to, each after a time of grace. No bytes are touched. A
 * push that needs something collected shows it again in its own transaction, so a push and a
 * collection may overlap at any point.
 *
 * <p><b>Purge</b> removes for good what has been out of sight for long enough: rows first, then the
 * bytes in the blob store. Names, history and audit trail stay for ever.
 *
 * <pre>
 * visible ── collected or deleted ──▶ hidden ── purged ──▶ gone
 *    ▲                                  │
 *    └──── pushed again, restored ──────┘
 * </pre>
 *
 * <p>Both look for candidates on a reader's thread, and decide again about each inside the
 * transaction that writes it, in small batches, so that pushes do not wait. When nobody can say
 * what is in use, nothing is taken.
 */
@NullMarked
package dev.stet.registry.space;

import org.jspecify.annotations.NullMarked;
