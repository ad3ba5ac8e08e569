/**
 * The keys that sign the log, and those that auditors and witnesses sign with: files of one line.
 */
@NullMarked
package dev.stet.server.keys;

import org.jspecify.annotations.NullMarked;
