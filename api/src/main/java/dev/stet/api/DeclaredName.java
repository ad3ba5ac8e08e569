package dev.stet.api;

/**
 * What a name became when its repository was declared to be standing.
 *
 * @param name the name
 * @param kind {@code tag}, {@code channel} or {@code machine}
 */
public record DeclaredName(String name, String kind) {}
