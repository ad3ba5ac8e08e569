package dev.stet.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracedTest {
  @TempDir Path folder;

  @Test
  void countsEachSyncOnce() throws IOException {
    Files.writeString(
        folder.resolve("syncs"),
        """
        4711 fsync(12)                         = 0
        4712 fdatasync(9 <unfinished ...>
        4711 fdatasync(12)                     = 0
        4712 <... fdatasync resumed>)          = 0
        4711 +++ exited with 0 +++
        """);

    assertThat(Traced.syncs(folder)).isEqualTo(3);
  }
}
