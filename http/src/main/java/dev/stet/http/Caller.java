package dev.stet.http;

/**
 * Who makes a request, as far as is known.
 *
 * @param address the address that the request came from, without the port
 * @param userAgent what the client calls itself, empty if it does not say
 * @param claimedName the name that the client gives itself (header {@code Stet-Actor}), empty if
 *     none; nothing has checked it
 */
public record Caller(String address, String userAgent, String claimedName) {}
