package dev.stet.api;

/**
 * Who did something.
 *
 * @param name the name, e.g. {@code ci@shop}; {@code anonymous} where nobody is known
 * @param source where it came from: address and client
 * @param trust {@code claimed}: the caller says so, and nothing has checked it
 */
public record Actor(String name, String source, String trust) {}
