package dev.stet.server.transport;

import java.util.Optional;

/**
 * How requests come in.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any that is free
 * @param tls where the certificate lies; empty for plain HTTP
 * @param eventLoops how many event loops to run
 * @param patience how long clients are waited for
 * @param bodyMemory how many bytes of bodies may wait to be read, all together, before each has to
 *     do with little
 */
public record TransportSettings(
    String host,
    int port,
    Optional<TlsFiles> tls,
    int eventLoops,
    Patience patience,
    long bodyMemory) {}
