package dev.stet.server.transport;

import java.time.Duration;

/**
 * How long Stet waits for a client, and how slow one may be.
 *
 * @param idle how long a connection may stay without a request
 * @param head how long the head of a request may take, from its first byte
 * @param pause how long a client may stand still in the middle of a body, sending or reading
 * @param bytesPerSecond how fast it must be over the whole of it
 */
public record Patience(Duration idle, Duration head, Duration pause, long bytesPerSecond) {}
