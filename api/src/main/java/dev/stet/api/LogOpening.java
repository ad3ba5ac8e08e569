package dev.stet.api;

/**
 * What opens the {@code meta} line of an entry of the log: SHA-256 over the random bytes, then the
 * text, is what the line says.
 *
 * @param apiVersion the version of this form
 * @param index of the entry
 * @param random 32 bytes in hexadecimal
 * @param text JSON, byte for byte
 */
public record LogOpening(String apiVersion, long index, String random, String text) {}
