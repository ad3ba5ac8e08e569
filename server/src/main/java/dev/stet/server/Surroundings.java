package dev.stet.server;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a server takes from the world around it, so that tests can choose it.
 *
 * @param version the version of this Stet
 * @param clock the time
 * @param identifiers random identifiers of uploads
 * @param secrets random secrets
 * @param requestIds identifiers of requests, each once in the life of a process
 */
public record Surroundings(
    String version,
    Clock clock,
    Supplier<UUID> identifiers,
    Supplier<String> secrets,
    Supplier<String> requestIds) {}
