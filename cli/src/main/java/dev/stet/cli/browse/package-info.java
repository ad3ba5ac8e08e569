/** Looks at what a server holds: the tags of a repository, and the history of one tag. */
@NullMarked
package dev.stet.cli.browse;

import org.jspecify.annotations.NullMarked;
