package dev.stet.cli.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.command.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActorNameTest {
  @TempDir Path home;

  private Optional<String> name(String... variables) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", home.toString());
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return ActorName.of(new Recorder(home, environment).surroundings());
  }

  private void gitSettings(String text) throws IOException {
    Files.writeString(home.resolve(".gitconfig"), text);
  }

  @Test
  void theRunOfCiComesFirst() throws IOException {
    gitSettings("[user]\n  email = ann@shop.example\n");
    assertThat(name("GITHUB_REPOSITORY", "shop/api", "GITHUB_RUN_ID", "1234", "USER", "root"))
        .hasValue("ci:shop/api#1234");
    assertThat(name("CI_PROJECT_PATH", "shop/api", "CI_PIPELINE_ID", "7"))
        .hasValue("ci:shop/api#7");
    assertThat(name("GITHUB_REPOSITORY", "shop/api")).as("no run").hasValue("ann@shop.example");
  }

  @Test
  void thenGitsUserThenTheSystems() throws IOException {
    assertThat(name()).isEmpty();
    assertThat(name("USER", "ann")).hasValue("ann");
    gitSettings("[user]\n  name = Ann\n");
    assertThat(name("USER", "ann")).hasValue("Ann");
    gitSettings("[user]\n  name = Ann\n  email = ann@shop.example\n");
    assertThat(name("USER", "ann")).hasValue("ann@shop.example");
  }

  @Test
  void settingsThatCannotBeReadAreNoReasonToFail() throws IOException {
    gitSettings("[user\n");
    assertThat(name("USER", "ann")).hasValue("ann");
  }

  @Test
  void theNameFitsAHeader() {
    assertThat(name("USER", "J\u00fcrgen\r\nX: y")).hasValue("J?rgen??X: y");
  }
}
