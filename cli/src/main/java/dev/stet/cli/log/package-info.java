/** Reads the log of a registry over HTTP, and shows what is in it. */
@NullMarked
package dev.stet.cli.log;

import org.jspecify.annotations.NullMarked;
