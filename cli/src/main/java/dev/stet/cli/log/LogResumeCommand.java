package dev.stet.cli.log;

import dev.stet.api.LogStatus;
import dev.stet.api.NewLogResumption;
import dev.stet.cli.command.Console;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.output.Changed;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.ServerCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet log resume}. */
@Command(
    name = "resume",
    description =
        "Let a restored registry take pushes again, where nothing was pushed since its backup.",
    footer = {
      "stet log resume --nothing-was-pushed-since",
      "stet log resume --nothing-was-pushed-since --origin registry.example/log"
    })
public final class LogResumeCommand extends ServerCommand implements Runnable {
  @Option(
      names = "--nothing-was-pushed-since",
      required = true,
      description =
          "You know that no name was pushed or deleted after the backup was made; else the log"
              + " forks, and nobody cosigns it ever again.")
  private boolean known;

  @Option(
      names = "--origin",
      paramLabel = "ORIGIN",
      description = "What the log is called; asked for on a terminal.")
  private @Nullable String origin;

  /** The command, in its surroundings. */
  public LogResumeCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    if (!known) {
      throw Failure.of(ExitCode.USAGE, "the log was not resumed")
          .because("--nothing-was-pushed-since says that it may be, and it was taken back")
          .next("stet log recover --from URL fetches what was pushed since");
    }
    ApiClient client = client(Optional.empty());
    LogStatus status =
        client.post(
            ApiPath.of("log", "resume"),
            new NewLogResumption(origin == null ? asked(client) : origin),
            LogStatus.class,
            "the log was not resumed");
    List<String> lines = List.of(status.origin());
    write(new Changed(status, lines, lines));
  }

  private String asked(ApiClient client) {
    Optional<BufferedReader> answers = surroundings().answers();
    if (answers.isEmpty()) {
      throw Failure.of(ExitCode.USAGE, "the origin has to be typed, and nobody is here to ask")
          .because("a fork of the log cannot be mended")
          .next("add --origin ORIGIN, as stet log head shows it");
    }
    LogStatus status = client.get(ApiPath.of("log"), LogStatus.class, "the log cannot be shown");
    surroundings()
        .console()
        .err()
        .print(
            Console.printable(
                "A fork of the log cannot be mended. Type its origin, "
                    + status.origin()
                    + ", to go on: "));
    surroundings().console().err().flush();
    try {
      return Objects.requireNonNullElse(answers.get().readLine(), "").strip();
    } catch (IOException e) {
      return "";
    }
  }
}
