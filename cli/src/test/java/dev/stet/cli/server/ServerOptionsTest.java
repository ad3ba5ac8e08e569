package dev.stet.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ServerOptionsTest {
  @TempDir private Path temp = Path.of("");

  private ServerAddress resolve(String host, Map<String, String> environment, String... options) {
    ServerOptions parsed = CommandLine.populateCommand(new ServerOptions(), options);
    return parsed.resolve(
        Optional.of(host).filter(it -> !it.isEmpty()),
        new Recorder(temp, environment).surroundings());
  }

  @Test
  void theNearestNameOfTheServerWins() throws IOException {
    settings("server: settings.example\n");
    Map<String, String> environment =
        Map.of("STET_SERVER", "variable.example", "XDG_CONFIG_HOME", temp.toString());
    assertThat(resolve("operand.example", environment, "--server", "option.example"))
        .hasToString("https://operand.example");
    assertThat(resolve("", environment, "--server", "option.example"))
        .hasToString("https://option.example");
    assertThat(resolve("", environment)).hasToString("https://variable.example");
    assertThat(resolve("", Map.of("XDG_CONFIG_HOME", temp.toString())))
        .hasToString("https://settings.example");
    assertThat(resolve("", Map.of())).hasToString("http://127.0.0.1:5000");
  }

  @Test
  void settingsAreLookedForInTheHomeFolderToo() throws IOException {
    Files.createDirectories(temp.resolve(".config/stet"));
    Files.writeString(temp.resolve(".config/stet/config.yaml"), "server: home.example\n");
    ServerAddress address = resolve("", Map.of("HOME", temp.toString()));
    assertThat(address).hasToString("https://home.example");
    assertThat(address.namedBy()).contains("config.yaml");
  }

  private void settings(String text) throws IOException {
    Files.createDirectories(temp.resolve("stet"));
    Files.writeString(temp.resolve("stet/config.yaml"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"servre: x\n", "server: [x]\n", "just text\n", "a: b: c\n", "server: 5\n"})
  void settingsThatAreNotUnderstoodAreAMistake(String text) throws IOException {
    settings(text);
    assertUsage(() -> resolve("", Map.of("XDG_CONFIG_HOME", temp.toString())));
  }

  @Test
  void emptySettingsSayNothing() throws IOException {
    settings("# nothing yet\n");
    assertThat(resolve("", Map.of("XDG_CONFIG_HOME", temp.toString())))
        .hasToString("http://127.0.0.1:5000");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:5000, http://127.0.0.1:5000",
    "127.9.9.9, http://127.9.9.9",
    "localhost:5000, http://localhost:5000",
    "[::1]:5000, http://[::1]:5000",
    "stet.example, https://stet.example",
    "stet.example:5000/, https://stet.example:5000",
    "https://127.0.0.1:5000, https://127.0.0.1:5000",
    "http://localhost, http://localhost",
    "127.0.0.1.example, https://127.0.0.1.example",
  })
  void plainHttpIsSpokenToThisMachineAlone(String text, String address) {
    assertThat(resolve("", Map.of(), "--server", text)).hasToString(address);
  }

  @Test
  void plainHttpToAnotherMachineHasToBeAskedFor() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> resolve("", Map.of(), "--server", "http://stet.example"))
        .satisfies(failure -> assertThat(failure.next().toString()).contains("--plain-http"));
    assertThat(resolve("", Map.of(), "--server", "http://stet.example", "--plain-http"))
        .hasToString("http://stet.example");
    assertThat(resolve("stet.example", Map.of(), "--plain-http"))
        .hasToString("http://stet.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ftp://x", "http://", "a b", "x:99999", "x/path", "user@x", "http://x?y"})
  void whatIsNoAddressIsAMistake(String text) {
    assertUsage(() -> resolve("", Map.of(), "--server", text));
  }

  private static void assertUsage(ThrowingCallable call) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(call)
        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
  }
}
