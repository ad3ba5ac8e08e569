package dev.stet.cli.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories as the real git leaves them. */
class CheckoutReaderTest {
  @TempDir private Path temp = Path.of("");

  private GitFolder withCommit() throws IOException {
    return GitFolder.withCommit(temp.resolve("repository"));
  }

  @Test
  void readsBranchCommitTimeAndOrigin() throws IOException {
    GitFolder folder = withCommit();
    folder.git("remote", "add", "origin", "git@github.com:shop/api.git");
    Checkout checkout = folder.read();
    assertThat(checkout.branch()).contains("main");
    assertThat(checkout.commit()).isEqualTo(folder.head());
    assertThat(checkout.parents()).isEmpty();
    assertThat(checkout.committedAt()).isEqualTo(Instant.parse("2026-11-20T11:00:00Z"));
    assertThat(checkout.origin()).contains("git@github.com:shop/api.git");
    assertThat(checkout.changes().none()).isTrue();
  }

  @Test
  void findsTheRepositoryFromAFolderInsideIt() throws IOException {
    GitFolder folder = withCommit();
    Path inside = Files.createDirectories(folder.path().resolve("x/y"));
    assertThat(GitFolder.readIn(inside).commit()).isEqualTo(folder.head());
  }

  @ParameterizedTest
  @ValueSource(strings = {"feature/x", "日本", "a'b", "x-$(id)", "v1.0"})
  void keepsTheWholeNameOfABranch(String branch) throws IOException {
    GitFolder folder = withCommit();
    folder.git("checkout", "-q", "-b", branch);
    assertThat(folder.read().branch()).contains(branch);
  }

  @Test
  void aDetachedHeadHasNoBranch() throws IOException {
    GitFolder folder = withCommit();
    folder.git("checkout", "-q", "--detach");
    Checkout checkout = folder.read();
    assertThat(checkout.branch()).isEmpty();
    assertThat(checkout.commit()).isEqualTo(folder.head());
  }

  @Test
  void aBranchWithoutACommitIsExplained() throws IOException {
    GitFolder.requireGit();
    GitFolder folder = new GitFolder(Files.createDirectories(temp.resolve("empty")));
    folder.git("init", "-q", "-b", "trunk");
    assertFails(folder.path(), ExitCode.FAILURE, "trunk has no commit");
  }

  @Test
  void aFolderWithoutARepositoryIsExplained() {
    assertFails(temp, ExitCode.FAILURE, temp.toString());
  }

  @Test
  void aRepositoryWithSha256IsExplained() throws IOException {
    GitFolder.requireGit();
    GitFolder folder = new GitFolder(Files.createDirectories(temp.resolve("sha256")));
    folder.git("init", "-q", "-b", "main", "--object-format=sha256");
    folder.write("a.txt", "one");
    folder.git("add", ".");
    folder.git("commit", "-q", "-m", "first");
    assertFails(folder.path(), ExitCode.FAILURE, "SHA-256");
  }

  @Test
  void aDamagedRepositoryIsExplained() throws IOException {
    GitFolder folder = withCommit();
    Files.writeString(folder.path().resolve(".git/refs/heads/main"), "1".repeat(40) + "\n");
    assertFails(folder.path(), ExitCode.FAILURE, "1111111");
    Files.writeString(folder.path().resolve(".git/config"), "[core\n");
    assertFails(folder.path(), ExitCode.FAILURE, "config");
  }

  private static void assertFails(Path directory, ExitCode exitCode, String why) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> GitFolder.readIn(directory))
        .satisfies(
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(exitCode);
              assertThat(String.join(" ", failure.why())).contains(why);
              assertThat(failure.next()).isNotEmpty();
            });
  }

  @Test
  void readsALinkedWorktree() throws IOException {
    GitFolder folder = withCommit();
    Path linked = temp.resolve("linked");
    folder.git("worktree", "add", "-q", "-b", "side", linked.toString());
    Files.writeString(linked.resolve("new.txt"), "new");
    Checkout checkout = GitFolder.readIn(linked);
    assertThat(checkout.branch()).contains("side");
    assertThat(checkout.commit()).isEqualTo(folder.head());
    assertThat(checkout.changes().paths()).containsExactly("new.txt");
    assertThat(folder.read().changes().none()).isTrue();
  }

  @Test
  void readsAShallowCloneWithTheParentsThatItLacks() throws IOException {
    GitFolder folder = withCommit();
    String first = folder.head();
    folder.write("a.txt", "two");
    folder.git("commit", "-q", "-a", "-m", "second");
    Path shallow = temp.resolve("shallow");
    folder.git("clone", "-q", "--depth", "1", "file://" + folder.path(), shallow.toString());
    Checkout checkout = GitFolder.readIn(shallow);
    assertThat(checkout.commit()).isEqualTo(folder.head());
    assertThat(checkout.parents()).containsExactly(first);
  }

  @Test
  void readsPackedRefsAndObjects() throws IOException {
    GitFolder folder = withCommit();
    folder.git("tag", "v1.0.0");
    folder.git("tag", "-a", "-m", "annotated", "v1.0.1");
    folder.git("gc", "-q");
    Checkout checkout = folder.read();
    assertThat(checkout.commit()).isEqualTo(folder.head());
    assertThat(checkout.tags())
        .containsEntry("v1.0.0", folder.head())
        .containsEntry("v1.0.1", folder.head());
  }

  @Test
  void readsABareRepository() throws IOException {
    GitFolder folder = withCommit();
    Path bare = temp.resolve("bare.git");
    folder.git("clone", "-q", "--bare", folder.path().toString(), bare.toString());
    Checkout checkout = GitFolder.readIn(bare);
    assertThat(checkout.branch()).contains("main");
    assertThat(checkout.changes().none()).isTrue();
  }

  @Test
  void readsARepositoryMadeByJGit() throws IOException, GitAPIException {
    Path made = Files.createDirectories(temp.resolve("jgit"));
    try (Git git = Git.init().setDirectory(made.toFile()).setInitialBranch("trunk").call()) {
      Files.writeString(made.resolve("a.txt"), "one");
      git.add().addFilepattern(".").call();
      RevCommit commit =
          git.commit().setMessage("first").setAuthor("A", "a@example").setSign(false).call();
      Checkout checkout = GitFolder.readIn(made);
      assertThat(checkout.branch()).contains("trunk");
      assertThat(checkout.commit()).isEqualTo(commit.name());
    }
  }
}
