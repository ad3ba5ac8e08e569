package dev.stet.cli.registry;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import java.io.IOException;
import java.util.List;

/** The repositories of a registry. Source: distribution, "Listing Repositories". */
public final class RegistryCatalog {
  private final Transport transport;
  private final String host;

  RegistryCatalog(Transport transport, String host) {
    this.transport = transport;
    this.host = host;
  }

  /** The names of all repositories, as the registry writes them, in its order. */
  public List<String> repositories() throws IOException {
    String what = "the repositories of " + host + " cannot be listed";
    try {
      return new Pages(transport, Scope.CATALOG, "repositories", what)
          .from("/v2/_catalog").stream().map(name -> name.asString("")).toList();
    } catch (Failure failure) {
      throw failure.exitCode() == ExitCode.NOT_FOUND || failure.exitCode() == ExitCode.NOT_ALLOWED
          ? failure.next(
              "where a registry lists none, name each: stet copy --all SRC-REPO DST-REPO")
          : failure;
    }
  }

  /** The failure of a connection to this registry. */
  public Failure unreachable(IOException cause) {
    return transport.unreachable(cause);
  }
}
