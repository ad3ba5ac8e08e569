package dev.stet.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Stet makes is its owner's alone, whatever the umask says. */
class RightsTest {
  private @TempDir Path temporary;

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void theDataFolderAndItsLock() throws IOException {
    Path folder = temporary.resolve("on/the/way");
    try (DataFolder _ = DataFolder.open(folder)) {
      assertThat(rights(folder)).isEqualTo("rwx------");
      assertThat(rights(folder.resolve("stet.lock"))).isEqualTo("rw-------");
      assertThat(rights(temporary.resolve("on"))).as("not Stet's own").contains("r-x");
    }
  }

  @Test
  void aFolderThatIsThereKeepsItsRights() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("shared"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
    DataFolder.open(folder).close();
    assertThat(rights(folder)).isEqualTo("rwxr-x---");
  }

  @Test
  void theDatabaseAndWhatLiesBesideIt() throws IOException {
    Path file = temporary.resolve("stet.db");
    try (Database database = Database.open(file, DatabaseContract.MIGRATIONS)) {
      assertThat(DatabaseContract.stored(database)).isEmpty();
      database.copyTo(temporary.resolve("copy.db"));
      for (String name : new String[] {"stet.db", "stet.db-wal", "stet.db-shm", "copy.db"}) {
        assertThat(rights(temporary.resolve(name))).as(name).isEqualTo("rw-------");
      }
    }
  }
}
