/**
 * Asks others to cosign the log of tags, in rounds.
 *
 * <p>A busy log signs hundreds of checkpoints a second, and cosigners sign the one that they are
 * shown. If each were shown the newest, no two would ever sign the same. So one committed
 * checkpoint goes to all who are due, and what they sign is put together by size: {@link
 * dev.stet.server.cosigning.Rounds}.
 *
 * <p>An answer other than a cosignature is signed by nobody. It may come from a faulty cosigner, or
 * from somebody in between, so it never stops a registry by itself: it is a reason to look closer.
 * {@link dev.stet.server.cosigning.Asking} tells what an answer makes of the log.
 */
@NullMarked
package dev.stet.server.cosigning;

import org.jspecify.annotations.NullMarked;
