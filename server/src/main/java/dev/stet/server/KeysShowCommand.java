package dev.stet.server;

import dev.stet.log.KeyType;
import dev.stet.log.SigningKey;
import dev.stet.server.keys.KeyFile;
import dev.stet.server.keys.LogKeys;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stet keys show}: prints the public halves of keys. */
@Command(
    name = "stet keys show",
    description = "Prints the verifier key, which others put into their policy.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class KeysShowCommand implements Callable<Integer> {
  @Mixin private KeyChoice choice = new KeyChoice();

  @Option(
      names = {"-q", "--quiet"},
      description = "print the verifier key alone")
  private boolean quiet;

  private final Report report;

  KeysShowCommand(Report report) {
    this.report = report;
  }

  @Override
  public Integer call() {
    try {
      List<SigningKey> keys = keys();
      if (quiet) {
        report.out().println(keys.getFirst().verifier());
        return 0;
      }
      for (int i = 0; i < keys.size(); i++) {
        report.out().println(row(keys.get(i), i > 0));
      }
      return 0;
    } catch (IOException e) {
      return report.fail(e);
    }
  }

  private List<SigningKey> keys() throws IOException {
    KeyFile file = choice.file();
    Optional<LogKeys> log = choice.log();
    return log.isPresent() ? log.get().read() : List.of(file.read());
  }

  private static String row(SigningKey key, boolean next) {
    String type = key.verifier().type() == KeyType.ED25519 ? "log" : "cosigner";
    return String.join("\t", next ? "next" : "current", type, key.verifier().toString());
  }
}
