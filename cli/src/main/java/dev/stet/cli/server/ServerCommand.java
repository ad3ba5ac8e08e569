package dev.stet.cli.server;

import dev.stet.cli.command.Surroundings;
import dev.stet.cli.output.OutputOptions;
import dev.stet.cli.output.Result;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;

/** A command that asks one server over Stet's own API, and writes one result. */
public abstract class ServerCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Surroundings surroundings;

  @ArgGroup(validate = false, heading = "%nOutput%n")
  private OutputOptions output = new OutputOptions();

  @ArgGroup(validate = false, heading = "%nServer%n")
  private ServerOptions server = new ServerOptions();

  /** The command, in its surroundings. */
  protected ServerCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Where it runs. */
  protected final Surroundings surroundings() {
    return surroundings;
  }

  /**
   * The server to ask.
   *
   * @param host the host that the operand names
   */
  protected final ApiClient client(Optional<String> host) {
    return client(host, PATIENCE);
  }

  /** The server to ask for what takes its time. */
  protected final ApiClient client(Optional<String> host, Duration patience) {
    return server.client(host, surroundings, patience);
  }

  /** Writes the result as the options ask. */
  protected final void write(Result result) {
    output.write(result, surroundings.console());
  }

  /**
   * Writes what a change has made, or would make.
   *
   * @param dryRun whether nothing was changed
   */
  protected final void write(Result result, boolean dryRun) {
    if (dryRun) {
      say("dry run: nothing was changed");
    }
    write(result);
  }

  /** Says what is no result. */
  protected final void say(String line) {
    surroundings.console().say(line);
  }
}
