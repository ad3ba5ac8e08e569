package dev.stet.cli.cosigners;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet audit-log}, as far as help goes: the launcher sends it to the auditor. */
@Command(
    name = "audit-log",
    description = "Replay every entry of a log, and sign its checkpoints if all rules were kept.",
    footer = {
      "stet audit-log --policy registry.example.policy --data /var/lib/stet-auditor --name a.example/a",
      "stet audit-log --log https://registry.example/log/ --key VKEY --data ./audit --once"
    })
@SuppressWarnings("UnusedVariable") // the options are there to be described
public final class AuditLogCommand implements Runnable {
  @Option(
      names = "--log",
      paramLabel = "URL",
      description = "The prefix of the log, e.g. https://registry.example/log/")
  private String url = "";

  @Option(
      names = "--key",
      paramLabel = "VKEY",
      description = "The verifier key of the log; twice while the log changes its key.")
  private String key = "";

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Take URL and key of the log from a policy, and see that its quorum is fresh.")
  private String policy = "";

  @Option(
      names = "--max-age",
      paramLabel = "AGE",
      description = "With --policy: how old the quorum's signatures may be, by default 6h.")
  private String maxAge = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Where it keeps what it found, its key, and evidence.")
  private String data = "";

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where it can be asked for signatures, by default 127.0.0.1:7381")
  private String listen = "";

  @Option(
      names = "--signing-key",
      paramLabel = "FILE",
      description = "Its key, made if it is not there; by default DIR/auditor.key")
  private String signingKey = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What a new key is called, e.g. auditor.example/stet")
  private String name = "";

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "How often it looks by itself, by default 60s")
  private String every = "";

  @Option(names = "--once", description = "Look once, say what was found, and end.")
  private boolean once;

  @Override
  public void run() {
    throw elsewhere("audit-log");
  }

  static Failure elsewhere(String command) {
    return Failure.of(ExitCode.USAGE, "this program cannot run " + command)
        .because("the stet script starts the auditor, which is a program of its own")
        .next("run the script: ./stet " + command);
  }
}
