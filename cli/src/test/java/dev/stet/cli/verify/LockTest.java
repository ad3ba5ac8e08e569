package dev.stet.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.log.Checkpoint;
import dev.stet.log.Hash;
import dev.stet.log.KeyType;
import dev.stet.log.Note;
import dev.stet.log.SigningKey;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockTest {
  private static final String HEADER =
      "# stet.lock v1: what 'stet verify' has seen. Keep it with the source.\n";
  private static final Digest ONE = Digest.parse("sha256:" + "01".repeat(32));
  private static final Digest TWO = Digest.parse("sha256:" + "02".repeat(32));
  private static final SigningKey KEY =
      SigningKey.generate("log.example/a", KeyType.ED25519, new SecureRandom());

  @TempDir private Path temp = Path.of("");

  private static Note checkpoint(long size, String root) {
    Hash hash = Hash.leaf(root.getBytes(StandardCharsets.UTF_8));
    return Note.sign(new Checkpoint("log.example/a", size, hash).text(), KEY);
  }

  private static String line(Note checkpoint) {
    return new LockLine.Seen(checkpoint).text() + "\n";
  }

  private Path file(String text) throws IOException {
    return Files.writeString(temp.resolve("stet.lock"), text);
  }

  private static void refused(Path file, String... words) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Lock.read(file))
        .satisfies(
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(ExitCode.VERIFICATION_FAILED);
              assertThat(failure.why().getFirst()).contains(words);
            });
  }

  @Test
  void aFileIsWrittenOnFirstUseAndReadAgain() {
    Path file = temp.resolve("stet.lock");
    Lock lock = Lock.read(file);
    assertThat(lock.isNew()).isTrue();
    lock.lock("r.example/b:1", TWO);
    lock.lock("r.example:5000/a:1", ONE);
    lock.see(checkpoint(7, "x"));
    lock.write();
    assertThat(file)
        .hasContent(
            HEADER
                + line(checkpoint(7, "x"))
                + "tag r.example/b:1 "
                + TWO
                + "\ntag r.example:5000/a:1 "
                + ONE
                + "\n");
    Lock again = Lock.read(file);
    assertThat(again.isNew()).isFalse();
    assertThat(again.digest("r.example/b:1")).contains(TWO);
    assertThat(again.digest("r.example/b:2")).isEmpty();
    assertThat(again.checkpoints("log.example/a")).containsExactly(checkpoint(7, "x"));
    assertThat(again.checkpoints("log.example/b")).isEmpty();
    assertThat(again.text()).isEqualTo(lock.text());
  }

  @Test
  void aTagThatIsThereIsNeverChanged() {
    Lock lock = Lock.read(temp.resolve("stet.lock"));
    lock.lock("r.example/a:1", ONE);
    lock.lock("r.example/a:1", TWO);
    assertThat(lock.digest("r.example/a:1")).contains(ONE);
  }

  @Test
  void theNewestCheckpointStaysAndOthersUntilTheyAreForgotten() {
    Lock lock = Lock.read(temp.resolve("stet.lock"));
    lock.see(checkpoint(7, "x"));
    lock.see(checkpoint(9, "y"));
    lock.see(checkpoint(8, "z"));
    lock.see(checkpoint(9, "y"));
    assertThat(lock.checkpoints("log.example/a"))
        .containsExactly(checkpoint(9, "y"), checkpoint(8, "z"), checkpoint(7, "x"));
    lock.forgetOlder("log.example/a");
    assertThat(lock.checkpoints("log.example/a")).containsExactly(checkpoint(9, "y"));
  }

  @Test
  void linesOfTwoBranchesMayBeMergedInAnyOrder() throws IOException {
    Path file =
        file(
            HEADER
                + line(checkpoint(9, "y"))
                + "tag r.example/b:1 "
                + TWO
                + "\n"
                + HEADER
                + line(checkpoint(7, "x"))
                + "tag r.example/a:1 "
                + ONE
                + "\r\ntag r.example/b:1 "
                + TWO
                + "\n");
    Lock lock = Lock.read(file);
    assertThat(lock.checkpoints("log.example/a"))
        .containsExactly(checkpoint(9, "y"), checkpoint(7, "x"));
    lock.write();
    assertThat(Files.readString(file).lines().skip(1)).hasSize(4).isSorted();
  }

  @Test
  void whatDidNotChangeIsNotWritten() throws IOException {
    Path file = file(HEADER + "tag r.example/a:1 " + ONE + "\n");
    Object before = Files.readAttributes(file, "unix:ino").get("ino");
    Lock.read(file).write();
    assertThat(Files.readAttributes(file, "unix:ino").get("ino")).isEqualTo(before);
  }

  @Test
  void twoDigestsOfATagContradictEachOther() throws IOException {
    refused(
        file(
            HEADER
                + "tag r.example/a:1 "
                + ONE
                + "\n"
                + HEADER
                + "tag r.example/a:1 "
                + TWO
                + "\n"),
        "line 4: r.example/a:1 has two digests");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "",
        " ",
        "# a comment",
        "tag a:1 sha256:0101010101010101010101010101010101010101010101010101010101010101",
        "tag r.example/a sha256:0101010101010101010101010101010101010101010101010101010101010101",
        "tag r.example/A:1 sha256:0101010101010101010101010101010101010101010101010101010101010101",
        "tag R.example/a:1 sha256:0101010101010101010101010101010101010101010101010101010101010101",
        "tag r.example/a:1 sha256:01",
        "tag r.example/a:1",
        "tag  r.example/a:1 sha256:0101010101010101010101010101010101010101010101010101010101010101",
        "checkpoint log.example/a 7 AAAA AAAA",
        "checkpoint log.example/a 07 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= AAAAAAA=",
        "checkpoint log.example/a 7 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "Tag r.example/a:1 sha256:0101010101010101010101010101010101010101010101010101010101010101"
      })
  void aLineThatIsNotUnderstoodIsNamed(String line) throws IOException {
    refused(file(HEADER + line + "\n"), "line 2: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<<<<<<< HEAD", "=======", ">>>>>>> other"})
  void aMergeThatIsNotFinishedIsNamed(String line) throws IOException {
    refused(file(HEADER + line + "\n"), "line 2: ", "keep the lines of both");
  }

  /** The data folder of a server has a file of the same name, by which the server is locked. */
  @Test
  void aFileOfAnotherKindIsNotTouched() throws IOException {
    refused(file(""), "line 1: wanted ");
    refused(file("tag r.example/a:1 " + ONE + "\n"), "line 1: wanted ");
  }

  @Test
  void whereItCannotBeWrittenThatIsSaid() throws IOException {
    refused(Files.createDirectory(temp.resolve("folder")), "cannot be read");
    Path file = Files.writeString(temp.resolve("plain"), "");
    Lock lock = Lock.read(file.resolve("stet.lock"));
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(lock::write)
        .satisfies(failure -> assertThat(failure.next().getFirst()).contains("--lock FILE"));
  }

  /** Whatever lines there are: they are read to the same text, or refused with a line number. */
  @Property(tries = 500)
  void everyFileIsReadOrRefused(@ForAll("files") String text) throws IOException {
    Path folder = Files.createTempDirectory("lock");
    Path file = Files.writeString(folder.resolve("stet.lock"), HEADER + text);
    try {
      String once = Lock.read(file).text();
      Files.writeString(file, once);
      assertThat(Lock.read(file).text()).isEqualTo(once);
    } catch (Failure e) {
      assertThat(e.why().getFirst()).startsWith("line ");
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
  }

  @Provide
  Arbitrary<String> files() {
    return Arbitraries.of(
            HEADER,
            line(checkpoint(7, "x")),
            line(checkpoint(8, "y")),
            "tag r.example/a:1 " + ONE + "\n",
            "tag r.example/a:1 " + TWO + "\n",
            "tag r.example/b:1 " + ONE + "\n",
            "tag ",
            "checkpoint ",
            " ",
            "\r",
            "—",
            "=")
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }
}
