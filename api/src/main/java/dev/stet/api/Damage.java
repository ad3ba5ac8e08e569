package dev.stet.api;

/**
 * Something that a check found.
 *
 * @param kind what is damaged
 * @param subject which one: a digest, a name
 * @param message what is wrong, in words
 * @param repaired whether it was put right
 */
public record Damage(String kind, String subject, String message, boolean repaired) {}
