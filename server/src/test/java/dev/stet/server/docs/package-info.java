/** Holds the documentation against the project: what it names must be there. */
@NullMarked
package dev.stet.server.docs;

import org.jspecify.annotations.NullMarked;
