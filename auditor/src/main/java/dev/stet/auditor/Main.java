package dev.stet.auditor;

import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code stet audit-log} and {@code stet witness}: the process of those who cosign for others. */
@Command(name = "stet", mixinStandardHelpOptions = true)
public final class Main {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private Main() {}

  /** Runs the command that the first word names. */
  public static void main(String[] args) {
    // How the JDK's server bounds what CosignerServer does not see: headers and idle connections.
    System.setProperty("sun.net.httpserver.maxReqTime", "30");
    System.setProperty("jdk.httpserver.maxConnections", "1000");
    Duty duty = new Duty();
    HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    World world =
        new World(Clock.systemUTC(), new SecureRandom(), client, duty, System.out, System.err);
    int code = commands(world).execute(args);
    System.out.flush();
    duty.exit(code);
  }

  static CommandLine commands(World world) {
    CommandLine commands =
        new CommandLine(new Main())
            .addSubcommand(new AuditLogCommand(world))
            .addSubcommand(new WitnessCommand(world));
    commands.setOut(new PrintWriter(world.out(), true, StandardCharsets.UTF_8));
    commands.setErr(new PrintWriter(world.err(), true, StandardCharsets.UTF_8));
    commands.setExecutionExceptionHandler(
        (failure, _, _) -> {
          world
              .err()
              .println("stet: failed, by a fault of its own; please report this: " + failure);
          return 1;
        });
    return commands;
  }
}
