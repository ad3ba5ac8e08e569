package dev.stet.acceptance.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Checkout;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.Faults;
import dev.stet.acceptance.running.Faults.Calls;
import dev.stet.acceptance.running.Faults.Errno;
import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disk that fails while the database of an earlier build is brought to this one's schema. */
class MigrationFaultsTest {
  private static final Path EARLIER =
      Checkout.FOLDER.resolve("server/src/test/resources/dev/stet/server/migration/v001.zip");

  /**
   * The first sync of the log settles what the earlier build left; from the second on it is the
   * migration's.
   */
  @ParameterizedTest
  @CsvSource({
    "registry.db.before-V002.part, 1, EIO",
    "registry.db.before-V002.part, 1, ENOSPC",
    "registry.db-wal, 2, EIO",
    "registry.db-wal, 2, ENOSPC"
  })
  void theNextStartMakesUpForIt(String file, int sync, Errno error, @TempDir Path folder)
      throws IOException, InterruptedException {
    unpack(folder);
    Path data = folder.toRealPath().resolve("data");
    Ended ended =
        StetProcess.servingUnder(Faults.underNth(sync, Calls.SYNC, error, data.resolve(file)), data)
            .run();
    assertThat(ended.code()).as(ended.output()).isEqualTo(1);
    assertThat(ended.output().lines().filter(line -> line.startsWith("stet: "))).hasSize(1);
    try (StetProcess stet = StetProcess.start(data);
        RegistryClient client = stet.client()) {
      for (String[] promise : manifests(folder)) {
        assertThat(client.manifest(promise[1], promise[2]).statusCode())
            .as(String.join(" ", promise))
            .isEqualTo(200);
      }
      Sound.assertSound(stet, data);
      stet.stop();
    }
  }

  /** What the earlier build acknowledged: kind, repository, reference, digest. */
  private static List<String[]> manifests(Path folder) throws IOException {
    List<String[]> manifests =
        Files.readAllLines(folder.resolve("expected.txt")).stream()
            .map(line -> line.split(" ", -1))
            .filter(words -> words[0].equals("manifest"))
            .toList();
    assertThat(manifests).isNotEmpty();
    return manifests;
  }

  private static void unpack(Path into) throws IOException {
    try (FileSystem zip =
            FileSystems.newFileSystem(URI.create("jar:" + EARLIER.toUri()), Map.of());
        Stream<Path> files = Files.walk(zip.getPath("/"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = into.resolve(zip.getPath("/").relativize(file).toString());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(file, target);
      }
    }
  }
}
