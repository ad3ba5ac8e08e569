package dev.stet.cli.complete;

import dev.stet.cli.command.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stet completion}. */
@Command(
    name = "completion",
    description = "Print the script that completes stet's words in a shell.",
    footer = {
      "source <(stet completion bash)",
      "stet completion zsh > ~/.zfunc/_stet",
      "stet completion fish > ~/.config/fish/completions/stet.fish"
    })
public final class CompletionCommand implements Runnable {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
  private Shell shell = Shell.BASH;

  /** The command, in its surroundings. */
  public CompletionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    surroundings.console().out().print(script("stet." + shell));
  }

  private static String script(String file) {
    try (InputStream script =
        Objects.requireNonNull(CompletionCommand.class.getResourceAsStream(file), file)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
