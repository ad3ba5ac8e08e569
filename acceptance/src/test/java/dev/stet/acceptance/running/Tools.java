package dev.stet.acceptance.running;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The programs that the tests drive. Where one is missing its tests are skipped, in CI they fail.
 */
public final class Tools {
  private Tools() {}

  /** A program on {@code PATH}, or where {@code go install} puts it. */
  public static Command find(String name) {
    return Command.of(path(name));
  }

  /** Where a program is. */
  public static Path path(String name) {
    return look(name)
        .orElseThrow(() -> missing(name + " is not installed (see .ci/run for what is)"));
  }

  /** A program where {@code go install} puts it, even if another of its name is on the path. */
  public static Path installedByGo(String name) {
    Path program = goPrograms().resolve(name);
    if (!Files.isExecutable(program)) {
      throw missing(program + " is not there (see .ci/run for what go installs)");
    }
    return program;
  }

  /**
   * Skips the test loudly, or fails it where the environment says {@code CI}.
   *
   * @return never; its type lets a caller write {@code throw missing(…)}
   */
  public static AssertionError missing(String what) {
    return isCi() ? fail(what + ", and CI must run every test") : abort("SKIPPED: " + what);
  }

  private static boolean isCi() {
    String ci = System.getenv("CI");
    return ci != null && !ci.isEmpty();
  }

  private static Optional<Path> look(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    Stream<Path> folders = Pattern.compile(File.pathSeparator).splitAsStream(path).map(Path::of);
    return Stream.concat(folders, Stream.of(goPrograms()))
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Path goPrograms() {
    String home = System.getenv("GOPATH");
    return home == null || home.isEmpty()
        ? Path.of(System.getProperty("user.home"), "go", "bin")
        : Path.of(home, "bin");
  }
}
