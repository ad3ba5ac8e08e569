package dev.stet.server.transport;

import java.time.Duration;

/**
 * How requests come in.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any that is free
 * @param eventLoops how many event loops to run
 * @param idle how long a connection may stay without a byte in either direction
 * @param bodyPause how long a client may stop in the middle of a body
 */
public record TransportSettings(
    String host, int port, int eventLoops, Duration idle, Duration bodyPause) {}
