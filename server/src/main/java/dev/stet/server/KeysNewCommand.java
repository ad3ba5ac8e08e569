package dev.stet.server;

import dev.stet.log.KeyType;
import dev.stet.log.MalformedException;
import dev.stet.log.SigningKey;
import dev.stet.server.keys.KeyFile;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stet keys new}: makes a key, and prints its public half. */
@Command(
    name = "stet keys new",
    description = "Makes a signing key: of a data folder's log, or of an auditor or witness.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class KeysNewCommand implements Callable<Integer> {
  /** What a key is for. */
  enum Type {
    /** Signs the checkpoints of a log. */
    LOG(KeyType.ED25519),
    /** Signs the checkpoints of others' logs, with the time. */
    COSIGNER(KeyType.COSIGNATURE);

    private final KeyType signs;

    Type(KeyType signs) {
      this.signs = signs;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Mixin private KeyChoice choice = new KeyChoice();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "who signs; of a log, its origin")
  private String name = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "log, or cosigner; by default cosigner for FILE, log for --data")
  private @Nullable Type type;

  private final SecureRandom random;
  private final Report report;

  KeysNewCommand(SecureRandom random, Report report) {
    this.random = random;
    this.report = report;
  }

  @Override
  public Integer call() {
    try {
      KeyFile file = choice.file();
      SigningKey key = SigningKey.generate(name, type().signs, random);
      file.create(key);
      report.out().println(key.verifier());
      report
          .err()
          .println("the key is in " + file.path() + ": keep a copy of it, apart from backups");
      return 0;
    } catch (IOException | MalformedException e) {
      return report.fail(e);
    }
  }

  private Type type() throws IOException {
    boolean ofData = choice.log().isPresent();
    if (ofData && type == Type.COSIGNER) {
      throw new IOException("the key of a data folder's log is of type log");
    }
    if (type != null) {
      return type;
    }
    return ofData ? Type.LOG : Type.COSIGNER;
  }
}
