/**
 * Channels: declared rolling names. A channel points to a tag and has a history of its moves; it is
 * moved by hand, by a push of an image that has a tag, or by following the tags of a pattern.
 *
 * <p>A push and a followed tag move it inside the claim's own transaction, see {@link
 * dev.stet.registry.tags.TagLedger}; this room declares, moves and removes it on request.
 */
@NullMarked
package dev.stet.registry.channels;

import org.jspecify.annotations.NullMarked;
