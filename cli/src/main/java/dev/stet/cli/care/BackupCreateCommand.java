package dev.stet.cli.care;

import dev.stet.api.Backup;
import dev.stet.api.NewBackup;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.ServerAddress;
import dev.stet.cli.server.ServerCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stet backup create}. */
@Command(
    name = "create",
    description =
        "Back up all that was acknowledged into a folder of the server, which is absent or empty.",
    footer = {"stet backup create /backup/2026-11-25", "stet backup create ../backup -q"})
public final class BackupCreateCommand extends ServerCommand implements Runnable {
  private static final Duration PATIENCE = Duration.ofDays(2);

  @Parameters(paramLabel = "DIR", description = "The folder, as the server sees it.")
  private Path folder = Path.of("");

  /** The command, in its surroundings. */
  public BackupCreateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    ApiClient client = client(Optional.empty(), PATIENCE);
    Backup backup =
        client.post(
            ApiPath.of("backups"),
            new NewBackup(absolute(client.server()).toString()),
            Backup.class,
            "no backup was made");
    write(new BackupResult(backup));
    say("not in the backup: the key of the log, and what the auditor that comes with Stet keeps");
    say("for a copy of the key, apart from backups: stet keys export FILE --data DIR");
    if (!backup.missing().isEmpty()) {
      throw Failure.of(ExitCode.FAILURE, "the backup lacks " + backup.missing().size() + " blobs")
          .because("the registry itself lacks their bytes: " + backup.missing().getFirst() + " …")
          .next("stet fsck tells what they belong to; push that again, then make another backup");
    }
  }

  /** Only on this machine do both programs see the same folders. */
  private Path absolute(ServerAddress server) {
    if (!folder.isAbsolute() && !ServerAddress.isLoopback(server.base().getHost())) {
      throw Failure.of(ExitCode.USAGE, "\"" + folder + "\" is no folder of " + server)
          .because("the server writes the backup, on its own machine")
          .next("name the folder from the root, e.g. /backup/" + folder.getFileName());
    }
    return surroundings().directory().resolve(folder).normalize();
  }
}
