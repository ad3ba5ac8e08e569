package dev.stet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  private final Path folder;

  DataFolderTest(@TempDir Path temporary) {
    this.folder = temporary.resolve("made/on/the/way");
  }

  private String inUse() {
    return "the data folder "
        + folder
        + " is in use by another Stet: stop that one, or name another folder with --data DIR";
  }

  @Test
  void makesTheFolder() {
    try (DataFolder open = DataFolder.open(folder.resolve("../way"))) {
      assertThat(open.path()).isEqualTo(folder).isDirectory();
    }
  }

  @Test
  void anotherProcessCannotHaveItToo() throws Exception {
    try (DataFolder _ = DataFolder.open(folder)) {
      Process other = ChildProcess.start("lock", folder);
      assertThat(ChildProcess.firstLine(other)).isEqualTo(inUse());
      assertThat(other.waitFor()).isZero();
    }
    Process other = ChildProcess.start("lock", folder);
    assertThat(ChildProcess.firstLine(other)).isEqualTo("locked");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> DataFolder.open(folder))
        .withMessage(inUse());

    other.destroyForcibly();
    assertThat(other.waitFor()).isNotZero();
    DataFolder.open(folder).close();
  }

  @Test
  void neitherCanThisOneHaveItTwice() {
    DataFolder first = DataFolder.open(folder);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> DataFolder.open(folder))
        .withMessage(inUse());
    first.close();
    DataFolder.open(folder).close();
  }

  @Test
  void aFileInItsPlaceIsSaid() throws IOException {
    Files.createDirectories(folder.getParent());
    Files.writeString(folder, "not a folder");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> DataFolder.open(folder))
        .withMessage(
            "cannot write to the data folder "
                + folder
                + " (FileAlreadyExistsException): see that its disk has room and that this user may"
                + " write to it, or name another with --data DIR");
    assertThat(folder).hasContent("not a folder");
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaid() throws IOException {
    Files.createDirectories(folder.resolve("stet.lock"));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> DataFolder.open(folder))
        .withMessageStartingWith("cannot write to the data folder " + folder);
  }
}
