package dev.stet.cli;

import dev.stet.cli.command.Console;
import dev.stet.cli.command.Surroundings;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/**
 * {@code stet __warm-up}: does a little of everything and says nothing, so that an AOT cache which
 * is recorded on the way holds what the daily commands load. It asks no server and writes nothing.
 */
@Command(
    name = "__warm-up",
    hidden = true,
    description = "Load what the daily commands need.",
    footer = {"java -XX:AOTCacheOutput=stet.aot -jar stet-cli.jar __warm-up", "stet __warm-up"})
final class WarmUpCommand implements Runnable {
  private static final String NOBODY = "127.0.0.1:1";

  private final Surroundings surroundings;

  WarmUpCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    run("--help");
    run("tag", "--allow-dirty", "--branch", "main");
    run("tag", "--allow-dirty", "--branch", "main", "-o", "json");
    run("tags", "a/b", "--server", NOBODY);
    run("history", "a/b:1", "--server", NOBODY);
    run("when", "a/b:latest", "--at", "2h ago");
    run("channel", "move", "a/b", "latest", "1");
    run("rm", "a/b:1");
    run("__complete", "--", "show", "");
  }

  private void run(String... arguments) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Console quiet = Console.of(nowhere, nowhere, false, false, Map.of());
    Surroundings alone =
        new Surroundings(
            Map.of("STET_SERVER", NOBODY),
            surroundings.directory(),
            surroundings.clock(),
            quiet,
            Optional.empty(),
            surroundings.version());
    int _ = new Program(alone).run(arguments);
  }
}
