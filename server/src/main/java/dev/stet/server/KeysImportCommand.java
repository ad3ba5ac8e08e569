package dev.stet.server;

import dev.stet.log.SigningKey;
import dev.stet.server.keys.KeyFile;
import dev.stet.server.keys.LogKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet keys import}: gives a data folder the key of its log. */
@Command(
    name = "stet keys import",
    description = "Gives a data folder, such as a restored one, the signing key of its log.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class KeysImportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "the file that stet keys export wrote")
  private Path file = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "the data folder; it has no key yet")
  private Path data = Path.of("");

  private final Report report;

  KeysImportCommand(Report report) {
    this.report = report;
  }

  @Override
  public Integer call() {
    try {
      SigningKey key = new KeyFile(file).read();
      LogKeys keys = new LogKeys(data);
      keys.take(key);
      keys.noteSigned(); // where it comes from it has a log
      report.out().println(key.verifier());
      report.err().println("imported into " + data + ": start stet serve anew");
      return 0;
    } catch (IOException e) {
      return report.fail(e);
    }
  }
}
