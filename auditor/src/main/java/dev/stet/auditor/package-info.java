/**
 * Auditor and witness of a tag log, for whoever runs one, and the auditor that comes with a
 * registry.
 */
@NullMarked
package dev.stet.auditor;

import org.jspecify.annotations.NullMarked;
