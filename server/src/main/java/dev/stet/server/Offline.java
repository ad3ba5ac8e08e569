package dev.stet.server;

import dev.stet.server.logging.LogSetup;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The commands that work on a data folder, or on a key, without a server. */
final class Offline {
  private static final List<String> FSCK = List.of("fsck");
  private static final List<String> RESTORE = List.of("backup", "restore");
  private static final String KEYS = "keys";

  private final Surroundings surroundings;
  private final SecureRandom random;
  private final String user;
  private final Report report;

  /**
   * The commands.
   *
   * @param random makes keys
   * @param user who runs one
   */
  Offline(Surroundings surroundings, SecureRandom random, String user, Report report) {
    this.surroundings = surroundings;
    this.random = random;
    this.user = user;
    this.report = report;
  }

  /** A command, and the words behind its name. */
  record Named(Callable<Integer> command, List<String> arguments) {}

  /** The command that the words begin with. */
  Optional<Named> find(List<String> words) {
    return begins(words, FSCK)
        .map(rest -> new Named(new FsckCommand(surroundings, user, report), rest))
        .or(
            () ->
                begins(words, RESTORE)
                    .map(rest -> new Named(new RestoreCommand(surroundings, report), rest)))
        .or(() -> aboutKeys(words));
  }

  private Optional<Named> aboutKeys(List<String> words) {
    Map<String, Callable<Integer>> commands =
        Map.of(
            "new", new KeysNewCommand(random, report),
            "show", new KeysShowCommand(report),
            "rotate", new KeysRotateCommand(random, report),
            "export", new KeysExportCommand(report),
            "import", new KeysImportCommand(report));
    return commands.entrySet().stream()
        .flatMap(
            command ->
                begins(words, List.of(KEYS, command.getKey()))
                    .map(rest -> new Named(command.getValue(), rest))
                    .stream())
        .findFirst();
  }

  /** The words behind a name, if they begin with it. Nobody reads the log of such a command. */
  private static Optional<List<String>> begins(List<String> words, List<String> name) {
    if (words.size() < name.size() || !words.subList(0, name.size()).equals(name)) {
      return Optional.empty();
    }
    LogSetup.apply(false, "off");
    return Optional.of(words.subList(name.size(), words.size()));
  }
}
