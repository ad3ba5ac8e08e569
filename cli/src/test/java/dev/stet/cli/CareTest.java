package dev.stet.cli;

import static dev.stet.cli.ApiAnswers.ONE;
import static dev.stet.cli.ApiAnswers.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.server.AnswerServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** fsck and backup against a server that answers as Stet does. */
class CareTest {
  private static final String CHECKS = "POST /api/v1/checks";
  private static final String BACKUPS = "POST /api/v1/backups";
  private static final String WHOLE =
      """
      {"apiVersion":"stet.dev/v1","problems":[],"tags":12,"manifests":9,"blobs":30,"entries":13,
       "bytes":4200}
      """;
  private static final String DAMAGED =
      """
      {"apiVersion":"stet.dev/v1","problems":[
       {"kind":"blob-missing","subject":"%s","message":"its file is gone: push it again",
        "repaired":false},
       {"kind":"manifest-damaged","subject":"%s","message":"its bytes are bad: push it again",
        "repaired":true}],"tags":12,"manifests":9,"blobs":30,"entries":13,"bytes":4200}
      """
          .formatted(ONE, TWO);

  private final AnswerServer server = new AnswerServer();
  @TempDir private Path temp = Path.of("");

  @AfterEach
  void close() {
    server.close();
  }

  private StetRun run(String... arguments) {
    return StetRun.of(temp, Map.of("STET_SERVER", server.host()), arguments);
  }

  private static String backup(String missing) {
    return "{\"apiVersion\":\"stet.dev/v1\",\"directory\":\"/backup/one\",\"bytes\":4200,"
        + "\"blobs\":3,\"missing\":["
        + missing
        + "]}";
  }

  @Test
  void whatIsWholeIsSaidToBe() {
    server.change(CHECKS, 200, WHOLE);
    assertThat(run("fsck"))
        .isEqualTo(
            new StetRun(
                0,
                "",
                "checked 12 names, 9 manifests, 30 blobs and 13 entries of the log; read 4.2 kB\n"));
    assertThat(run("fsck", "--full", "--repair", "-o", "json").out())
        .isEqualToIgnoringWhitespace(WHOLE);
    assertThat(server.changes().getFirst())
        .hasToString(CHECKS + " {\"full\":false,\"repair\":false}");
    assertThat(server.changes().getLast()).hasToString(CHECKS + " {\"full\":true,\"repair\":true}");
  }

  @Test
  void eachProblemIsARowAndTheExitCodeIsOne() {
    server.change(CHECKS, 200, DAMAGED);
    StetRun run = run("fsck");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .isEqualTo(
            "blob-missing\t%s\t\tits file is gone: push it again\n".formatted(ONE)
                + "manifest-damaged\t%s\trepaired\tits bytes are bad: push it again\n"
                    .formatted(TWO));
    assertThat(run.err())
        .contains("error: not all is as it was: 2 problems\n  1 of them repaired\n  next: ");
    assertThat(run("fsck", "-q").out()).isEqualTo(ONE + "\n" + TWO + "\n");
    assertThat(run("fsck", "-o", "json").out()).isEqualToIgnoringWhitespace(DAMAGED);
  }

  @Test
  void aDataFolderIsOpenedByTheServersProgram() {
    for (String[] words :
        new String[][] {
          {"fsck", "--data", "/var/lib/stet"}, {"backup", "restore", "old", "--data", "new"}
        }) {
      StetRun run = run(words);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("next: run the script: ./stet " + String.join(" ", words));
    }
    assertThat(server.changes()).isEmpty();
  }

  @Test
  void aBackupIsMadeWhereTheServerSeesTheSameFolder() {
    server.change(BACKUPS, 201, backup(""));
    assertThat(run("backup", "create", "one").out()).isEqualTo("/backup/one\t3\t4200\n");
    assertThat(run("backup", "create", "/backup/../two", "-q").out()).isEqualTo("/backup/one\n");
    assertThat(run("backup", "create", "/one", "-o", "json").out())
        .isEqualToIgnoringWhitespace(backup(""));
    assertThat(server.changes().getFirst())
        .hasToString(BACKUPS + " {\"directory\":\"" + temp.resolve("one") + "\"}");
    assertThat(server.changes().get(1)).hasToString(BACKUPS + " {\"directory\":\"/two\"}");
  }

  @Test
  void aBackupSaysWhatIsNotInIt() {
    server.change(BACKUPS, 201, backup(""));
    StetRun run = run("backup", "create", "one", "-q");
    assertThat(run.out()).isEqualTo("/backup/one\n");
    assertThat(run.err())
        .contains("not in the backup: the key of the log", "the auditor", "stet keys export FILE");
  }

  @Test
  void anotherMachineHasOtherFolders() {
    StetRun run =
        StetRun.of(temp, Map.of("STET_SERVER", "stet.example"), "backup", "create", "one");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is no folder of https://stet.example", "/backup/one");
  }

  @Test
  void aBackupThatLacksSomethingIsNoSuccess() {
    server.change(BACKUPS, 201, backup("\"" + ONE + "\""));
    StetRun run = run("backup", "create", "/backup/one");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEqualTo("/backup/one\t3\t4200\n");
    assertThat(run.err()).contains("error: the backup lacks 1 blobs\n", ONE, "next: stet fsck");
  }

  @Test
  void whatTheServerRefusesIsShown() {
    server.refuse(BACKUPS, 409, "UNSUPPORTED", "the folder /one is not empty");
    StetRun run = run("backup", "create", "/one");
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("error: no backup was made", "is not empty");
  }
}
