package dev.stet.server;

import dev.stet.server.keys.KeyFile;
import dev.stet.server.keys.LogKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet keys export}: copies the key of a log into a file. */
@Command(
    name = "stet keys export",
    description = "Copies the signing key of a log into a new file, which only its owner may read.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class KeysExportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "the file to write; it is not there yet")
  private Path file = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "the data folder of the log")
  private Path data = Path.of("");

  private final Report report;

  KeysExportCommand(Report report) {
    this.report = report;
  }

  @Override
  public Integer call() {
    try {
      var keys = new LogKeys(data).read();
      new KeyFile(file).create(keys.getFirst());
      report.out().println(keys.getFirst().verifier());
      report.err().println("exported to " + file + ": who has this file can sign as the log does");
      return 0;
    } catch (IOException e) {
      return report.fail(e);
    }
  }
}
