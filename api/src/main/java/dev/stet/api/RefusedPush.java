package dev.stet.api;

import java.time.Instant;

/**
 * A push that was refused, counted: one for each name, digest, actor and reason.
 *
 * @param digest what was pushed
 * @param reason why it was refused, e.g. {@code TAG_TAKEN}
 * @param by who pushed
 * @param first when it was tried first
 * @param last when it was tried last
 * @param count how often it was tried
 */
public record RefusedPush(
    String digest, String reason, Actor by, Instant first, Instant last, long count) {}
