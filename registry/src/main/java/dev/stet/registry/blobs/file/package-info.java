/**
 * The blob store on a local file system.
 *
 * <pre>
 * uploads/UUID.OWNER        the bytes of an upload so far; OWNER is made from its repository's name
 * blobs/sha256/ab/abcd…     a blob, under its digest
 * quarantine/sha256-abcd…   what was found under that digest and does not hash to it
 * </pre>
 *
 * <p>The life of a blob: its bytes are written to the upload's file and hashed on the way. At
 * commit that file is synced, renamed to its digest, and the folder is synced (and the parent of a
 * folder that had to be made). Only then is it a blob. A crash before that leaves an upload that
 * can be continued, or a blob that no row names: {@code gc} takes both.
 */
@NullMarked
package dev.stet.registry.blobs.file;

import org.jspecify.annotations.NullMarked;
