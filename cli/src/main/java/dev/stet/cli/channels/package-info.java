/** Channels: declared rolling names, each a pointer to a tag. */
@NullMarked
package dev.stet.cli.channels;

import org.jspecify.annotations.NullMarked;
