package dev.stet.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stet.api.Unpinned;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Recorder;
import dev.stet.oci.RepositoryName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A server that falls silent within an answer is not waited for without end. */
@Timeout(20)
class DeadlineTest {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  @TempDir private Path temp = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"", "registry.example/log\n"})
  void aLogThatFallsSilent(String body) throws IOException {
    try (SilentServer server = new SilentServer(body)) {
      ServerAddress address = ServerAddress.parse(server.host(), "the operand", false);
      refused(() -> new LogSite(address, "1.2.3", PATIENCE).checkpoint());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"apiVersion\":"})
  void anAnswerThatFallsSilent(String body) throws IOException {
    try (SilentServer server = new SilentServer(body)) {
      ApiClient client =
          CommandLine.populateCommand(new ServerOptions())
              .client(
                  Optional.of(server.host()),
                  new Recorder(temp, Map.of("HOME", temp.toString())).surroundings(),
                  PATIENCE);
      ApiPath path = ApiPath.of(RepositoryName.parse("shop/api"), "pins");
      refused(() -> client.get(path, Unpinned.class, "no"));
    }
  }

  private static void refused(ThrowingCallable call) {
    Failure failure = catchThrowableOfType(Failure.class, call);
    assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(failure.what()).startsWith("no answer from ");
    assertThat(failure.why().getFirst()).matches("no (answer|connection) in time;.*");
  }
}
