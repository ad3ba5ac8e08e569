/**
 * A registry's client on bare blocking sockets, so that the load generator costs little of the
 * cores that it shares with the server.
 */
@NullMarked
package dev.stet.bench.client;

import org.jspecify.annotations.NullMarked;
