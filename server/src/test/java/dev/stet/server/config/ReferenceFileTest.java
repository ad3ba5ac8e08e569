package dev.stet.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The annotated file is the reference: it says every key, with the default that the code has. */
class ReferenceFileTest {
  private static final Path FILE = Path.of("../docs/reference/stet.yaml");

  @Test
  void itIsTheDefaults() {
    assertThat(SettingsReader.read(Optional.of(FILE), Map.of(), Map.of()))
        .isEqualTo(SettingsReader.read(Optional.empty(), Map.of(), Map.of()));
  }

  @Test
  void itNamesEveryKeyInTheOrderOfTheCode() throws IOException {
    assertThat(new YAMLMapper().readTree(Files.readString(FILE)).propertyNames())
        .containsExactlyElementsOf(Arrays.stream(Key.values()).map(Key::key).toList());
  }

  @ParameterizedTest
  @EnumSource(Key.class)
  void itSaysWhatAKeyMeansAndWhichVariableSetsIt(Key key) throws IOException {
    List<String> lines = Files.readAllLines(FILE);
    int at =
        lines.indexOf(
            lines.stream().filter(it -> it.startsWith(key.key() + ":")).findFirst().orElseThrow());
    int start = at;
    while (lines.get(start - 1).startsWith("#")) {
      start--;
    }
    String comment = String.join("\n", lines.subList(start, at));
    assertThat(comment).contains("Environment: " + key.variable() + ".");
    assertThat(comment.replaceAll("# Environment:.*", "")).hasSizeGreaterThan(40);
  }
}
