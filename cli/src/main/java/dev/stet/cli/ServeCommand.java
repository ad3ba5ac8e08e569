package dev.stet.cli;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet serve}, as far as help goes: the launcher sends it to the server. */
@Command(
    name = "serve",
    description = "Run a registry on this machine.",
    footer = {
      "stet serve",
      "stet serve --data /var/lib/stet --listen 127.0.0.1:5001",
      "stet serve --config stet.yaml"
    })
@SuppressWarnings("UnusedVariable") // the options are there to be described
final class ServeCommand implements Runnable {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder that holds everything, by default ./data [STET_DATA]")
  private String data = "";

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where to listen, by default 127.0.0.1:5000; loopback only [STET_LISTEN]")
  private String listen = "";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The file of settings; options stand over it [STET_CONFIG]")
  private String config = "";

  @Override
  public void run() {
    throw Failure.of(ExitCode.USAGE, "this program is the client and cannot serve")
        .because("the stet script starts the server, which is a program of its own")
        .next("run the script: ./stet serve");
  }
}
