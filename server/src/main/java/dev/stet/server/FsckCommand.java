package dev.stet.server;

import dev.stet.log.VerifierKey;
import dev.stet.registry.care.Checks;
import dev.stet.registry.tags.Actor;
import dev.stet.server.keys.LogKeys;
import dev.stet.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet fsck --data DIR}: checks a data folder on which no Stet runs. */
@Command(
    name = "stet fsck",
    description = "Checks whether all that is kept in a data folder is as it was.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class FsckCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "the data folder; no Stet runs on it")
  private Path data = Path.of("");

  @Option(names = "--full", description = "hash every byte that is kept")
  private boolean full;

  @Option(names = "--repair", description = "take bad bytes out of the way")
  private boolean repair;

  private final Surroundings surroundings;
  private final Actor actor;
  private final Report report;

  /**
   * The command.
   *
   * @param user who runs it
   */
  FsckCommand(Surroundings surroundings, String user, Report report) {
    this.surroundings = surroundings;
    this.actor = new Actor(user, "stet fsck --data");
    this.report = report;
  }

  @Override
  public Integer call() {
    try (Storage storage = Storage.openAsItIs(data, surroundings.identifiers())) {
      Checks checks =
          Checks.alone(storage.database(), storage.blobs(), logKeys(storage), surroundings.clock());
      return report.write(checks.run(full, repair, actor));
    } catch (StoreException | IOException e) {
      return report.fail(e);
    }
  }

  /** The keys of the log, unless they are kept elsewhere; then nobody can say who has signed it. */
  private static List<VerifierKey> logKeys(Storage storage) throws IOException {
    LogKeys keys = new LogKeys(storage.folder().path());
    return keys.current().exists() ? keys.known() : List.of();
  }
}
