package dev.stet.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What these tests do in another JVM; its output is the answer. */
final class ChildProcess {
  private ChildProcess() {}

  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "lock" -> lock(path);
      case "commit-and-die" -> commitAndDie(path);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** Locks a data folder, says so, and holds it until its input ends. */
  private static void lock(Path folder) throws IOException {
    try (DataFolder _ = DataFolder.open(folder)) {
      System.out.println("locked");
      int end = System.in.read();
      System.out.println("released " + end);
    } catch (StoreException e) {
      System.out.println(e.getMessage());
    }
  }

  /** Commits a change and ends as a killed process does: nothing is closed. */
  private static void commitAndDie(Path file) {
    Database database = Database.open(file, DatabaseContract.MIGRATIONS);
    String answer =
        database
            .<String, String>lane(
                "things",
                (handle, changes) -> {
                  changes.forEach(name -> DatabaseContract.insert(handle, name));
                  return changes;
                })
            .submit("acknowledged");
    System.out.println(answer);
    System.out.flush();
    Runtime.getRuntime().halt(137);
  }

  static Process start(String what, Path path) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ChildProcess.class.getName(),
                what,
                path.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  static String firstLine(Process process) throws IOException {
    return String.valueOf(process.inputReader(UTF_8).readLine());
  }
}
