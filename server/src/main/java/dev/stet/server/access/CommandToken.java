package dev.stet.server.access;

import dev.stet.server.config.ListenAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copy of the token that the {@code stet} command of the same user finds: a file named after
 * the address that the command talks to, e.g. {@code 127.0.0.1_5000}. It is there while the server
 * runs.
 */
public final class CommandToken {
  private static final Logger LOG = LoggerFactory.getLogger(CommandToken.class);

  private final ApiToken token;
  private final Optional<Path> file;

  private CommandToken(ApiToken token, Optional<Path> file) {
    this.token = token;
    this.file = file;
  }

  /**
   * Leaves the token. Where that cannot be done, the server runs all the same, and the command asks
   * for the token.
   *
   * @param folder where the servers of this user leave their tokens; empty for nowhere
   */
  public static CommandToken leave(ApiToken token, Optional<Path> folder, ListenAddress address) {
    Optional<Path> file = folder.map(found -> found.resolve(address.host() + "_" + address.port()));
    if (file.isPresent()) {
      try {
        token.write(file.get());
      } catch (IOException e) {
        LOG.warn(
            "Cannot write {} ({}), so the stet command needs STET_TOKEN to change anything here",
            file.get(),
            e.getClass().getSimpleName());
      }
    }
    return new CommandToken(token, file);
  }

  /** Takes the token away. */
  public void remove() {
    if (file.isPresent()) {
      try {
        token.remove(file.get());
      } catch (IOException e) {
        LOG.warn("Cannot remove {}; the token in it is of no use any more", file.get(), e);
      }
    }
  }
}
