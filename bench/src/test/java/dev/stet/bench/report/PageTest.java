package dev.stet.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  @TempDir Path folder;

  @Test
  void keepsWhatWasWrittenByHand() throws IOException {
    Path file = folder.resolve("docs/performance.md");
    Page.write(file, "first\n");
    Files.writeString(file, "Mine above.\n" + Files.readString(file) + "Mine below.\n");

    Page.write(file, "second\n");

    assertThat(Files.readString(file))
        .startsWith("Mine above.\n# Performance\n")
        .endsWith(Page.BEGIN + "\nsecond\n\n" + Page.END + "Mine below.\n")
        .doesNotContain("first");
  }

  @Test
  void refusesAPageWithoutItsMarks() {
    assertThatIllegalArgumentException().isThrownBy(() -> Page.replace("# Performance\n", "x"));
  }
}
