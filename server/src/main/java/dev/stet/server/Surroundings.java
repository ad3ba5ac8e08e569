package dev.stet.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What a server takes from the world around it, so that tests can choose it.
 *
 * @param version the version of this Stet
 * @param clock the time
 * @param identifiers random identifiers of uploads
 * @param secrets random secrets
 * @param random for keys, and for what hides who pushed
 * @param requestIds identifiers of requests, each once in the life of a process
 * @param tokens the folder where the servers of this user leave their tokens for the {@code stet}
 *     command; empty if the user has no place for it
 */
public record Surroundings(
    String version,
    Clock clock,
    Supplier<UUID> identifiers,
    Supplier<String> secrets,
    SecureRandom random,
    Supplier<String> requestIds,
    Optional<Path> tokens) {
  /** The real world, and what the environment variables of the process say about it. */
  static Surroundings ofThisProcess(Map<String, String> environment) {
    SecureRandom random = new SecureRandom();
    AtomicLong requests = new AtomicLong();
    String process = hex(random, 4);
    return new Surroundings(
        Version.ofThisBuild(),
        Clock.systemUTC(),
        UUID::randomUUID,
        () -> hex(random, 32),
        random,
        () -> process + "-" + Long.toString(requests.incrementAndGet(), Character.MAX_RADIX),
        tokens(environment));
  }

  /** Source: XDG Base Directory Specification; a relative XDG_STATE_HOME does not count. */
  private static Optional<Path> tokens(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("XDG_STATE_HOME"))
        .map(Path::of)
        .filter(Path::isAbsolute)
        .or(
            () ->
                Optional.ofNullable(environment.get("HOME")).map(Path::of).map(Surroundings::state))
        .map(state -> state.resolve("stet").resolve("tokens"));
  }

  private static Path state(Path home) {
    return home.resolve(".local").resolve("state");
  }

  private static String hex(SecureRandom random, int bytes) {
    byte[] buffer = new byte[bytes];
    random.nextBytes(buffer);
    return HexFormat.of().formatHex(buffer);
  }
}
