/**
 * How results are written: as a table to a person, tab-separated into a pipe, or as JSON, YAML or
 * bare names on demand. A command makes one {@link dev.stet.cli.output.Result} and never writes to
 * the standard output itself.
 */
@NullMarked
package dev.stet.cli.output;

import org.jspecify.annotations.NullMarked;
