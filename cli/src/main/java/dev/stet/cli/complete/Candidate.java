package dev.stet.cli.complete;

/**
 * What a word could be.
 *
 * @param value the whole word
 * @param about what it is, in a few words
 */
record Candidate(String value, String about) {}
