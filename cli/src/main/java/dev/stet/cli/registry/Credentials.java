package dev.stet.cli.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What somebody signs in with.
 *
 * @param user the name; empty with an identity token
 * @param secret the password or token
 * @param identityToken whether the secret is a token that is exchanged for others
 * @param from where it was found, for messages
 */
record Credentials(String user, String secret, boolean identityToken, String from) {
  /** Reads {@code user:password} in Base64, as it stands in the files of docker and podman. */
  static Optional<Credentials> ofBase64(String encoded, String from) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon <= 0
          ? Optional.empty()
          : Optional.of(
              new Credentials(pair.substring(0, colon), pair.substring(colon + 1), false, from));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The value of a header {@code Authorization} of the scheme Basic. */
  String basic() {
    String pair = user + ":" + secret;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** Tells no secret. */
  @Override
  public String toString() {
    return "credentials of " + (user.isEmpty() ? "a token" : user) + " from " + from;
  }
}
