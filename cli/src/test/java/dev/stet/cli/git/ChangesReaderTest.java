package dev.stet.cli.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesReaderTest {
  @TempDir private Path temp = Path.of("");
  private GitFolder folder = new GitFolder(temp);

  @BeforeEach
  void commit() throws IOException {
    folder = GitFolder.withCommit(temp.resolve("repository"));
  }

  private String hash() {
    return folder.read().changes().hash();
  }

  @Test
  void everyKindOfChangeIsSeen() throws IOException {
    folder.write("gone.txt", "x");
    folder.write("kept.txt", "x");
    folder.git("add", ".");
    folder.git("commit", "-q", "-m", "more");
    folder.write("a.txt", "modified");
    folder.write("staged.txt", "staged");
    folder.git("add", "staged.txt");
    folder.write("sub/untracked.txt", "untracked");
    Files.delete(folder.path().resolve("gone.txt"));
    assertThat(folder.read().changes().paths())
        .containsExactly("a.txt", "gone.txt", "staged.txt", "sub/untracked.txt");
  }

  @Test
  void ignoredFilesAreNotLookedAt() throws IOException {
    folder.write(".gitignore", "target/\n");
    folder.git("add", ".");
    folder.git("commit", "-q", "-m", "ignore");
    folder.write("target/x.class", "x");
    assertThat(folder.read().changes().none()).isTrue();
  }

  @Test
  void filesThatTheUserIgnoresEverywhereAreNotLookedAt() throws IOException {
    Files.writeString(temp.resolve("ignore"), "*.swp\n");
    Files.writeString(
        temp.resolve(".gitconfig"), "[core]\n  excludesfile = " + temp.resolve("ignore") + "\n");
    folder.write("a.txt.swp", "x");
    assertThat(folder.read().changes().none()).isTrue();
  }

  @Test
  void theSameChangesHaveTheSameHashStagedOrNot() throws IOException {
    folder.write("a.txt", "two");
    folder.write("b.txt", "new");
    String before = hash();
    folder.git("add", ".");
    assertThat(hash()).isEqualTo(before).matches("[0-9a-f]{8}");
  }

  @Test
  void otherChangesHaveAnotherHash() throws IOException {
    folder.write("a.txt", "two");
    String one = hash();
    folder.write("a.txt", "three");
    String other = hash();
    Files.setPosixFilePermissions(
        folder.path().resolve("a.txt"), PosixFilePermissions.fromString("rwxr-xr-x"));
    String program = hash();
    folder.write("b.txt", "");
    assertThat(hash()).isNotEqualTo(program);
    assertThat(one).isNotEqualTo(other);
    assertThat(other).isNotEqualTo(program);
  }

  @Test
  void aLinkIsHashedByWhereItPointsAndNotFollowed() throws IOException {
    Path link = folder.path().resolve("link");
    Files.createSymbolicLink(link, Path.of("nowhere"));
    String nowhere = hash();
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("a.txt"));
    assertThat(hash()).isNotEqualTo(nowhere);
  }
}
