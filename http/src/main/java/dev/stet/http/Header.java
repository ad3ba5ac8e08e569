package dev.stet.http;

/**
 * One header of a reply.
 *
 * @param name the name, e.g. {@code Docker-Content-Digest}
 * @param value the value, without line breaks
 */
public record Header(String name, String value) {}
