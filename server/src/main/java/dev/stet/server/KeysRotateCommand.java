package dev.stet.server;

import dev.stet.log.KeyType;
import dev.stet.log.SigningKey;
import dev.stet.server.keys.LogKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet keys rotate}: begins or ends a change of the log's key. */
@Command(
    name = "stet keys rotate",
    description = "Changes the key of a log, whose origin stays.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class KeysRotateCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "the data folder of the log")
  private Path data = Path.of("");

  @Option(
      names = "--finish",
      description = "end it: the new key signs alone, and the old one is laid aside")
  private boolean finish;

  private final SecureRandom random;
  private final Report report;

  KeysRotateCommand(SecureRandom random, Report report) {
    this.random = random;
    this.report = report;
  }

  @Override
  public Integer call() {
    LogKeys keys = new LogKeys(data);
    try {
      if (finish) {
        keys.finish();
        say(
            keys.current().read(),
            """
            1. put this verifier key into the file that log-policy names, if there is one
            2. start stet serve anew
            3. delete %s"""
                .formatted(keys.previous().path()));
      } else {
        begin(keys);
      }
      return 0;
    } catch (IOException e) {
      return report.fail(e);
    }
  }

  private void begin(LogKeys keys) throws IOException {
    String origin = keys.current().read().verifier().name();
    SigningKey key = SigningKey.generate(origin, KeyType.ED25519, random);
    keys.begin(key);
    say(
        key,
        """
        1. start stet serve anew: it signs with both keys from then on
        2. give this verifier key to everybody who verifies, for the log line of their policy
        3. stet keys rotate --finish --data %s, and start stet serve anew"""
            .formatted(data));
  }

  private void say(SigningKey key, String next) {
    report.out().println(key.verifier());
    report.err().println(next);
  }
}
