/**
 * The log of tags: what became of each tag that stands, as an append-only Merkle log.
 *
 * <p>The log follows the history. Whatever gives a tag, takes it away or brings it back writes an
 * event to the history in its transaction; {@link dev.stet.registry.log.Sealing} ends every
 * transaction by turning the new events of tags into leaves, hashing them into the tiles, and
 * signing the new head. So there is no way to a tag around the log, and no moment at which one is
 * on disk without the other. Channels, machine tags and mutable names are never in it.
 *
 * <p>The life of a leaf, and what a crash leaves:
 *
 * <ol>
 *   <li>A claim is decided, its rows are written, the event gets its number. A crash: nothing was
 *       written, nobody has an answer.
 *   <li>The leaf, its tiles, the head and its signature are written in the same transaction. A
 *       crash: as before; the signature was seen by nobody, and another tree of that size may be
 *       signed.
 *   <li>COMMIT. A crash during it: SQLite keeps all of it or nothing; at the next start that is
 *       settled before anything is read or signed.
 *   <li>The push is answered, the head is served. A crash: the client asks again, and gets the same
 *       index.
 *   <li>Cosigners are asked. A crash: they are asked again at the next start.
 * </ol>
 */
@NullMarked
package dev.stet.registry.log;

import org.jspecify.annotations.NullMarked;
