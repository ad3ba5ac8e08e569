package dev.stet.cli.cosigners;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet witness}, as far as help goes: the launcher sends it to the auditor's program. */
@Command(
    name = "witness",
    description = "Sign checkpoints of logs that only grow, and of which all see one history.",
    footer = {
      "stet witness --log VKEY --data /var/lib/stet-witness --name witness.example/w1",
      "stet witness --policy registry.example.policy --data ./witness --listen 127.0.0.1:7380"
    })
@SuppressWarnings("UnusedVariable") // the options are there to be described
public final class WitnessCommand implements Runnable {
  @Option(
      names = "--log",
      paramLabel = "VKEY",
      description = "The verifier key of a log to sign for; may be given more than once.")
  private String log = "";

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Sign for the log of this policy; may be given more than once.")
  private String policy = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Where it keeps what it signed, and its key.")
  private String data = "";

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where it is asked, by default 127.0.0.1:7380")
  private String listen = "";

  @Option(
      names = "--signing-key",
      paramLabel = "FILE",
      description = "Its key, made if it is not there; by default DIR/witness.key")
  private String signingKey = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What a new key is called, e.g. witness.example/w1")
  private String name = "";

  @Override
  public void run() {
    throw AuditLogCommand.elsewhere("witness");
  }
}
