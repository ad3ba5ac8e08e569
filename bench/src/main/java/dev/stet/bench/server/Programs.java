package dev.stet.bench.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The programs of this machine. Immutable.
 *
 * @param folders where they are looked for, in order
 */
public record Programs(List<Path> folders) {
  /** Takes a copy. */
  public Programs {
    folders = List.copyOf(folders);
  }

  /** The program of that name. */
  public Optional<Path> find(String name) {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What a command prints, on both streams. It must end by itself. */
  public static String output(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      process.waitFor();
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command.getFirst() + " ran", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The first word with a digit in it that a program's version output has. */
  static Optional<String> version(Optional<Path> program, String option) {
    return program.flatMap(
        path -> {
          try {
            return firstVersion(output(List.of(path.toString(), option)));
          } catch (IOException e) {
            return Optional.empty();
          }
        });
  }

  static Optional<String> firstVersion(String output) {
    return List.of(output.split("[\\s/,]+", -1)).stream()
        .filter(word -> word.matches("v?\\d+\\..*"))
        .findFirst();
  }
}
