/**
 * HTTP on Vert.x. The one room that knows the server library; everything else sees {@link
 * dev.stet.http.Exchange} and {@link dev.stet.http.Reply}.
 *
 * <p><b>Threads.</b> An event loop parses a request and runs the first step of the {@link
 * dev.stet.http.Dispatcher}. What is in memory is answered right there; everything else gets a
 * virtual thread of its own, which reads the body as a blocking stream and whose reply goes back to
 * the event loop.
 */
@NullMarked
package dev.stet.server.transport;

import org.jspecify.annotations.NullMarked;
