package dev.stet.acceptance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.server.Main;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Option;

/** The command describes what the server takes; neither knows the other. */
class ServeOptionsTest {
  @Test
  void helpServeDescribesJustTheOptionsOfTheServer() throws ReflectiveOperationException {
    Class<?> described = Class.forName("dev.stet.cli.ServeCommand");
    assertThat(options(described)).containsExactlyElementsOf(options(Main.class).toList());
  }

  private static Stream<String> options(Class<?> command) {
    return Arrays.stream(command.getDeclaredFields())
        .map(field -> field.getAnnotation(Option.class))
        .filter(option -> option != null && !option.hidden())
        .map(option -> option.names()[0] + "=" + option.paramLabel());
  }
}
