package dev.stet.cli.git;

import dev.stet.cli.command.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/**
 * Who runs the command, for the history of what it pushes: the run of CI, else Git's user, else the
 * system's. Nobody checks it.
 */
public final class ActorName {
  /** The variables that name a project and its run. */
  private record Run(String project, String number) {}

  private static final List<Run> RUNS =
      List.of(
          new Run("GITHUB_REPOSITORY", "GITHUB_RUN_ID"),
          new Run("CI_PROJECT_PATH", "CI_PIPELINE_ID"),
          new Run("BUILDKITE_PIPELINE_SLUG", "BUILDKITE_BUILD_NUMBER"),
          new Run("BITBUCKET_REPO_FULL_NAME", "BITBUCKET_BUILD_NUMBER"),
          new Run("CIRCLE_PROJECT_REPONAME", "CIRCLE_BUILD_NUM"),
          new Run("DRONE_REPO", "DRONE_BUILD_NUMBER"),
          new Run("JOB_NAME", "BUILD_NUMBER"));

  private ActorName() {}

  /** The name, e.g. {@code ci:shop/api#1234}; empty if nothing tells. Fit for an HTTP header. */
  public static Optional<String> of(Surroundings surroundings) {
    return run(surroundings)
        .or(() -> gitUser(surroundings))
        .or(() -> systemUser(surroundings))
        .map(name -> name.replaceAll("[^\\x20-\\x7e]", "?").strip())
        .filter(name -> !name.isEmpty());
  }

  private static Optional<String> run(Surroundings surroundings) {
    return RUNS.stream()
        .flatMap(
            run ->
                surroundings.variable(run.project()).stream()
                    .flatMap(
                        project ->
                            surroundings.variable(run.number()).stream()
                                .map(number -> "ci:" + project + "#" + number)))
        .findFirst();
  }

  private static Optional<String> gitUser(Surroundings surroundings) {
    Optional<Path> file = surroundings.home().map(home -> home.resolve(".gitconfig"));
    if (file.isEmpty() || !Files.isReadable(file.get())) {
      return Optional.empty();
    }
    try {
      Config config = new Config();
      config.fromText(Files.readString(file.get()));
      return Stream.of("email", "name")
          .flatMap(key -> Stream.ofNullable(config.getString("user", null, key)))
          .findFirst();
    } catch (IOException | ConfigInvalidException e) {
      return Optional.empty(); // a name is nice to have, and no reason to fail
    }
  }

  private static Optional<String> systemUser(Surroundings surroundings) {
    return Stream.of("USER", "LOGNAME", "USERNAME")
        .flatMap(variable -> surroundings.variable(variable).stream())
        .findFirst();
  }
}
