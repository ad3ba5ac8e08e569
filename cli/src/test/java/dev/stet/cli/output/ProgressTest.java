package dev.stet.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.command.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final InstantSource source = now::get;

  private Progress progress(boolean terminal, Map<String, String> environment) {
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Clock clock = source.withZone(ZoneOffset.UTC);
    return new Progress(Console.of(err, err, terminal, terminal, environment), clock);
  }

  private String written() {
    String text = bytes.toString(StandardCharsets.UTF_8);
    bytes.reset();
    return text;
  }

  private void later() {
    now.updateAndGet(it -> it.plus(Duration.ofSeconds(1)));
  }

  @Test
  void outsideATerminalThereIsOneLineForEachStepThatEnds() {
    for (Progress progress :
        new Progress[] {progress(false, Map.of()), progress(true, Map.of("CI", "1"))}) {
      Progress.Step step = progress.begin("sha256:01…", 2_500_000);
      later();
      step.add(1_000_000);
      assertThat(written()).isEmpty();
      step.end("copied");
      progress.say("a warning");
      progress.close();
      assertThat(written()).isEqualTo("copied sha256:01… (2.5 MB)\na warning\n");
    }
  }

  @Test
  void onATerminalOneBlockIsRedrawnAndTakenAway() {
    Progress progress = progress(true, Map.of());
    Progress.Step one = progress.begin("one", 1000);
    Progress.Step two = progress.begin("two", 1000);
    later();
    one.add(500);
    assertThat(written())
        .isEqualTo("  one  500 B of 1.0 kB\n  two  0 B of 1.0 kB\n0 done, 2 running, 1 s\n");
    two.add(1);
    assertThat(written()).as("not redrawn at once").isEmpty();
    later();
    one.end("copied");
    assertThat(written())
        .isEqualTo("\u001b[3A\u001b[J  two  1 B of 1.0 kB\n1 done, 1 running, 2 s\n");
    progress.say("a warning");
    assertThat(written()).isEqualTo("\u001b[2A\u001b[Ja warning\n");
    progress.close();
    assertThat(written()).isEmpty();
  }

  @Test
  void aLineIsCutToTheTerminal() {
    Progress progress = progress(true, Map.of("COLUMNS", "20"));
    Progress.Step step = progress.begin("a name that is much too long", 1);
    later();
    step.add(1);
    assertThat(written().lines()).allMatch(line -> line.length() < 20);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "4200000000, 4.2 GB",
    "9223372036854775807, 9223372.0 TB",
  })
  void bytesAreCountedInPowersOfTen(long count, String text) {
    assertThat(Progress.bytes(count)).isEqualTo(text);
  }
}
