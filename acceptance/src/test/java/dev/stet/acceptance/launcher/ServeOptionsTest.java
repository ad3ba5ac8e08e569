package dev.stet.acceptance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.server.Main;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command describes what the server takes; neither knows the other. */
class ServeOptionsTest {
  @Test
  void helpServeDescribesJustTheOptionsOfTheServer() throws ReflectiveOperationException {
    Class<?> described = Class.forName("dev.stet.cli.ServeCommand");
    assertThat(options(described)).containsExactlyElementsOf(options(Main.class).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"New", "Show", "Rotate", "Export", "Import"})
  void helpKeysDescribesJustTheOptionsOfTheServer(String command)
      throws ReflectiveOperationException {
    Class<?> described = Class.forName("dev.stet.cli.keys.Keys" + command + "Command");
    Class<?> served = Class.forName("dev.stet.server.Keys" + command + "Command");
    assertThat(options(described)).isNotEmpty().containsExactlyElementsOf(options(served).toList());
    assertThat(operands(described)).isEqualTo(operands(served));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AuditLogCommand", "WitnessCommand"})
  void helpDescribesJustTheOptionsOfCosigners(String command) throws ReflectiveOperationException {
    Class<?> described = Class.forName("dev.stet.cli.cosigners." + command);
    Class<?> run = Class.forName("dev.stet.auditor." + command);
    assertThat(options(described)).isNotEmpty().containsExactlyElementsOf(options(run).toList());
  }

  private static Stream<String> options(Class<?> command) {
    return fields(command)
        .map(field -> field.getAnnotation(Option.class))
        .filter(option -> option != null && !option.hidden())
        .map(option -> option.names()[0] + "=" + option.paramLabel() + option.required());
  }

  private static List<String> operands(Class<?> command) {
    return fields(command)
        .map(field -> field.getAnnotation(Parameters.class))
        .filter(Objects::nonNull)
        .map(operand -> operand.paramLabel() + operand.arity())
        .toList();
  }

  /** The fields, and in their place those that are mixed in. */
  private static Stream<Field> fields(Class<?> command) {
    return Arrays.stream(command.getDeclaredFields())
        .flatMap(
            field ->
                field.isAnnotationPresent(Mixin.class)
                    ? fields(field.getType())
                    : Stream.of(field));
  }
}
