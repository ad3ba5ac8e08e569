/** How the process logs: one line an event, as text or as JSON, with the request's identifier. */
@NullMarked
package dev.stet.server.logging;

import org.jspecify.annotations.NullMarked;
