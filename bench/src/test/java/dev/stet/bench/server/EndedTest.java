package dev.stet.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndedTest {
  @TempDir Path folder;

  @Test
  void tellsWhatACommandSaid() throws IOException {
    Ended ended = Ended.run(List.of("sh", "-c", "echo out; echo err >&2"), folder.resolve("said"));

    assertThat(ended.output()).isEqualTo("out\nerr");
    assertThat(ended.seconds()).isPositive();
  }

  @Test
  void looksAtItsMemoryWhileItRuns() throws IOException {
    Ended ended = Ended.run(List.of("sleep", "0.3"), folder.resolve("said"));

    assertThat(ended.peakResidentMib()).isPositive();
  }

  @Test
  void aCommandThatFailsMeasuresNothing() {
    assertThatIOException()
        .isThrownBy(
            () -> Ended.run(List.of("sh", "-c", "echo broken; exit 3"), folder.resolve("said")))
        .withMessageEndingWith("failed; it said:\nbroken");
  }
}
