package dev.stet.cli.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.stet.cli.command.Recorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder in which the real git works, untouched by the settings of whoever runs the test. */
final class GitFolder {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_AUTHOR_NAME", "A",
          "GIT_AUTHOR_EMAIL", "a@example",
          "GIT_AUTHOR_DATE", "2026-11-20T10:00:00Z",
          "GIT_COMMITTER_NAME", "C",
          "GIT_COMMITTER_EMAIL", "c@example",
          "GIT_COMMITTER_DATE", "2026-11-20T11:00:00Z");

  private final Path path;

  GitFolder(Path path) {
    this.path = path;
  }

  /** A repository with one commit on main. */
  static GitFolder withCommit(Path path) throws IOException {
    requireGit();
    GitFolder folder = new GitFolder(Files.createDirectories(path));
    folder.git("init", "-q", "-b", "main");
    folder.write("a.txt", "one");
    folder.git("add", ".");
    folder.git("commit", "-q", "-m", "first");
    return folder;
  }

  /** Skips the test where there is no git, loudly; in CI the test fails. */
  static void requireGit() {
    boolean there = isThere();
    if (System.getenv().getOrDefault("CI", "").isEmpty()) {
      assumeThat(there).as("git is not installed, so this test is skipped").isTrue();
    }
    assertThat(there).as("git has to be installed in CI").isTrue();
  }

  private static boolean isThere() {
    try {
      return new ProcessBuilder("git", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Path path() {
    return path;
  }

  void write(String file, String content) throws IOException {
    Path target = path.resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, content);
  }

  /** Runs git and returns what it says. */
  String git(String... arguments) throws IOException {
    Process process = start(arguments);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as("git %s: %s", List.of(arguments), said).isZero();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return said.strip();
  }

  private Process start(String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
            .directory(path.toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().putAll(ENVIRONMENT);
    builder.environment().put("HOME", path.resolveSibling("").toString());
    return builder.start();
  }

  String head() throws IOException {
    return git("rev-parse", "HEAD");
  }

  /** What Stet reads here. */
  Checkout read() {
    return readIn(path);
  }

  static Checkout readIn(Path directory) {
    Map<String, String> environment = Map.of("HOME", directory.resolveSibling("").toString());
    return new CheckoutReader(new Recorder(directory, environment).surroundings()).read();
  }
}
