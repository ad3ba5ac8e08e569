/**
 * HTTP as the rooms of Stet see it, without any server library.
 *
 * <p>A feature declares {@link dev.stet.http.Route}s. Each names its method, its path, the {@link
 * dev.stet.http.Action} that a caller must be allowed, and a handler that takes an {@link
 * dev.stet.http.Exchange} and returns a {@link dev.stet.http.Reply} or throws {@link
 * dev.stet.http.RequestException}:
 *
 * <pre>{@code
 * Route.get("/v2/{repository...}/tags/list", Action.PULL,
 *     exchange -> Reply.json(200, listOf(exchange.repository())));
 * }</pre>
 *
 * <p>The {@link dev.stet.http.Dispatcher} is the one road that every request takes: guards, route,
 * {@link dev.stet.http.Authoriser}, handler, mapping of errors. The transport (in module {@code
 * server}) calls it in two steps. The first runs on an event loop and must not block; it answers
 * what is in memory, by a route's {@link dev.stet.http.Route#ready ready} handler. Everything else
 * is the second step, on a virtual thread that may block as it likes.
 */
@NullMarked
package dev.stet.http;

import org.jspecify.annotations.NullMarked;
