package dev.stet.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir private Path temp = Path.of("");

  private List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatWasThereIsReplacedAndNothingIsLeftBeside() throws IOException {
    Path file = temp.resolve("a").resolve("b").resolve("file");
    WholeFile.write(file, "ä\n");
    WholeFile.write(file, "second\n");
    assertThat(file).hasContent("second\n");
    assertThat(names(temp.resolve("a").resolve("b"))).containsExactly("file");
  }

  @Test
  void aSymbolicLinkStaysOne() throws IOException {
    Path real = Files.createDirectory(temp.resolve("real")).resolve("file");
    Files.writeString(real, "first");
    Path link = Files.createSymbolicLink(temp.resolve("link"), real);
    WholeFile.write(link, "second");
    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("second");
  }

  @Test
  void whereItCannotBeReplacedNothingIsLeftBeside() throws IOException {
    Path file = temp.resolve("folder");
    Files.createDirectories(file.resolve("full"));
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> WholeFile.write(file, "x"));
    assertThat(names(temp)).containsExactly("folder");
  }
}
