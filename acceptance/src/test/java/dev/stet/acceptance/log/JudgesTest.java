package dev.stet.acceptance.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Tools;
import org.junit.jupiter.api.Test;

/** The judges' own code is as others of its language want it. */
class JudgesTest {
  @Test
  void isFormatted() throws Exception {
    assertThat(Tools.find("gofmt").with("-l", ".").in(Judges.SOURCES).run().output()).isEmpty();
  }

  @Test
  void isVetted() throws Exception {
    Judges.go("vet", "./...").run().successfully();
  }

  @Test
  void namesItsLibrariesExactly() throws Exception {
    Judges.go("mod", "verify").run().successfully();
  }
}
