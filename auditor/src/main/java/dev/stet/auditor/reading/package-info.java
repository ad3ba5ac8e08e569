/** Reads a log as everybody can: over HTTP, by the paths of c2sp.org/tlog-tiles. */
@NullMarked
package dev.stet.auditor.reading;

import org.jspecify.annotations.NullMarked;
