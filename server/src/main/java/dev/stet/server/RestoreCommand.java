package dev.stet.server;

import dev.stet.api.Check;
import dev.stet.registry.care.Restore;
import dev.stet.store.DataFolder;
import dev.stet.store.Durable;
import dev.stet.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet backup restore DIR --data NEW}: makes a data folder of a backup. */
@Command(
    name = "stet backup restore",
    description = "Restores a backup into a data folder that is absent or empty.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RestoreCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "the folder of the backup")
  private Path backup = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "NEW",
      required = true,
      description = "the data folder to make")
  private Path data = Path.of("");

  private final Surroundings surroundings;
  private final Report report;

  RestoreCommand(Surroundings surroundings, Report report) {
    this.surroundings = surroundings;
    this.report = report;
  }

  @Override
  public Integer call() {
    try {
      requireEmpty();
      int code = report.write(restore());
      report.err().println("restored to " + data + ": stet serve --data " + data);
      return code;
    } catch (StoreException | IOException e) {
      return report.fail(e);
    }
  }

  private void requireEmpty() throws IOException {
    if (!Files.isDirectory(data)) {
      return;
    }
    try (Stream<Path> files = Files.list(data)) {
      if (files.findAny().isPresent()) {
        throw new IOException(
            "the folder "
                + data
                + " is not empty: restore into an empty one, so that nothing is mixed");
      }
    }
  }

  /** A crash on the way leaves the mark, and no Stet serves a folder that has it. */
  private Check restore() throws IOException {
    try (DataFolder folder = DataFolder.open(data)) {
      Path mark = Storage.unfinished(folder.path());
      Files.createFile(mark, Durable.forOwner());
      Durable.syncName(mark);
      Check check =
          new Restore(
                  backup,
                  Storage.content(folder.path(), surroundings.identifiers()),
                  Storage.database(folder.path()),
                  surroundings.clock())
              .run();
      Files.delete(mark);
      Durable.syncName(mark);
      return check;
    }
  }
}
