package dev.stet.cli.server;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The words for a server that gave no answer. */
public final class Unreachable {
  private Unreachable() {}

  /**
   * The failure.
   *
   * @param address the server that was tried
   * @param cause what the connection failed with
   */
  public static Failure failure(ServerAddress address, IOException cause) {
    return Failure.of(ExitCode.FAILURE, "no answer from " + address)
        .because(why(cause) + "; this address was named by " + address.namedBy())
        .next(next(address, cause));
  }

  private static String why(IOException cause) {
    if (cause instanceof HttpConnectTimeoutException) {
      return "no connection in time";
    }
    if (cause instanceof HttpTimeoutException) {
      return "no answer in time";
    }
    if (cause instanceof ConnectException) {
      return isUnknownHost(cause)
          ? "the name of the host is not known"
          : "the connection was refused";
    }
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return (cause instanceof SSLException ? "no secure connection: " : "") + message;
  }

  private static boolean isUnknownHost(@Nullable Throwable cause) {
    return cause instanceof UnresolvedAddressException
        || (cause != null && isUnknownHost(cause.getCause()));
  }

  private static String next(ServerAddress address, IOException cause) {
    if (cause instanceof SSLException) {
      return "if the server speaks plain http: http://" + address.host() + " with --plain-http";
    }
    return "start a server with 'stet serve', or name another with HOST/REPO, --server, STET_SERVER"
        + " or 'server:' in ~/.config/stet/config.yaml";
  }
}
