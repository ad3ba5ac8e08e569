package dev.stet.cli;

import dev.stet.cli.command.Recorder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** One run of the command: how it ended and what it wrote. */
record StetRun(int exitCode, String out, String err) {
  /** Runs it with its output in a pipe. */
  static StetRun of(Path directory, Map<String, String> environment, String... arguments) {
    return of(new Recorder(directory, environment), arguments);
  }

  /** Runs it with its output on a terminal. */
  static StetRun onTerminal(Path directory, Map<String, String> environment, String... arguments) {
    return of(new Recorder(directory, environment, true, Optional.empty()), arguments);
  }

  /** Runs it on a terminal where a person types an answer. */
  static StetRun answering(
      String answer, Path directory, Map<String, String> environment, String... arguments) {
    return of(new Recorder(directory, environment, true, Optional.of(answer + "\n")), arguments);
  }

  private static StetRun of(Recorder recorder, String... arguments) {
    int exitCode = new Program(recorder.surroundings()).run(arguments);
    return new StetRun(exitCode, recorder.out(), recorder.err());
  }
}
