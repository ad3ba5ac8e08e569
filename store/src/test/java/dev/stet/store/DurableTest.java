package dev.stet.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are replaced as a whole. */
class DurableTest {
  @TempDir private Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theNewFileTakesThePlaceOfTheOld() throws IOException {
    Path file = folder.resolve("state");
    Durable.replace(file, bytes("one"));
    Durable.replace(file, bytes("two"));

    assertThat(file).hasContent("two");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void whatACrashLeftIsReplaced() throws IOException {
    Path file = folder.resolve("state");
    Durable.replace(file, bytes("old"));
    Files.writeString(folder.resolve("state.new"), "the beginning of");

    assertThat(file).hasContent("old");
    Durable.replace(file, bytes("new"));
    assertThat(file).hasContent("new");
  }
}
