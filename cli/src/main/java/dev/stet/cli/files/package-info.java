/** Writes the files that the command keeps. */
@NullMarked
package dev.stet.cli.files;

import org.jspecify.annotations.NullMarked;
