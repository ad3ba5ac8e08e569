package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A push that failed, and what the client showed. */
record Refusal(Ended ended) {
  private static final Path SHOWN = Path.of("target", "clients");

  /** Asserts that a client failed. */
  static Refusal of(Ended ended) {
    assertThat(ended.code()).as(ended.output()).isNotZero();
    return new Refusal(ended);
  }

  /**
   * Writes what the client showed to a file, for the page of clients.
   *
   * @param client who showed it
   * @param what what was refused
   */
  Refusal kept(Client client, String what) throws IOException {
    Path file = SHOWN.resolve(client.getClass().getSimpleName() + "-" + what + ".txt");
    Files.createDirectories(SHOWN);
    Files.writeString(file, "exit code " + ended.code() + "\n" + ended.output() + "\n");
    return this;
  }

  /** Asserts that the client showed a text; some quote what they were told. */
  Refusal says(String text) {
    assertThat(ended.output().replace("\\", "")).contains(text);
    return this;
  }
}
