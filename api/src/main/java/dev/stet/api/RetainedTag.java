package dev.stet.api;

/**
 * What rules of retention say of a tag.
 *
 * @param repository the repository
 * @param tag the tag
 * @param digest the digest of the manifest that it names
 * @param reason why it may go, or what makes it stay
 */
public record RetainedTag(String repository, String tag, String digest, String reason) {}
