package dev.stet.cli.registry;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program that keeps credentials. Source: docker-credential-helpers, "Development".
 *
 * @param name the program is {@code docker-credential-<name>}
 */
record CredentialProgram(String name, Surroundings surroundings) {
  private static final int PATIENCE_SECONDS = 30;
  private static final String TOKEN_USER = "<token>";

  /** What it keeps for a server; empty where it keeps nothing. */
  Optional<Credentials> credentials(String server) {
    String program = "docker-credential-" + name;
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw failed(program, "its name is no name of a program");
    }
    try {
      return answer(program, server).flatMap(said -> read(said, program));
    } catch (IOException e) {
      throw failed(program, "it could not be run: " + e.getMessage());
    }
  }

  /** What it says; a helper that ends with an error keeps nothing for the server. */
  private Optional<String> answer(String program, String server) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(path(program), "get").redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(surroundings.environment());
    Process process = builder.start();
    try (OutputStream input = process.getOutputStream()) {
      input.write(server.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw failed(program, "it did not end in " + PATIENCE_SECONDS + " seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(program, "it was interrupted");
    }
    return process.exitValue() == 0 ? Optional.of(said) : Optional.empty();
  }

  /** The program where the PATH of the command has it; Java would look where its own is. */
  private String path(String program) throws IOException {
    for (String folder : surroundings.variable("PATH").orElse("").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, program);
      if (Files.isExecutable(candidate)) {
        return candidate.toString();
      }
    }
    throw new IOException("there is no " + program + " on PATH");
  }

  private static Optional<Credentials> read(String said, String program) {
    try {
      JsonNode answer = JsonMapper.builder().build().readTree(said);
      String user = answer.path("Username").asString("");
      String secret = answer.path("Secret").asString("");
      boolean token = user.equals(TOKEN_USER);
      return secret.isEmpty()
          ? Optional.empty()
          : Optional.of(new Credentials(token ? "" : user, secret, token, program));
    } catch (JacksonException e) {
      throw failed(program, "its answer is not JSON");
    }
  }

  private static Failure failed(String program, String why) {
    return Failure.of(ExitCode.FAILURE, "the credential helper " + program + " gave no answer")
        .because(why)
        .next("install it, or take it out of docker's config.json");
  }
}
