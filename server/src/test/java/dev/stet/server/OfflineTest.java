package dev.stet.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.log.KeyType;
import dev.stet.log.SigningKey;
import dev.stet.oci.Digest;
import dev.stet.registry.RegistryWiring;
import dev.stet.server.keys.LogKeys;
import dev.stet.store.Database;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that work on a data folder on which no server runs. */
class OfflineTest {
  private static final TestImage IMAGE = TestImage.of("image");
  private static final byte[] LARGE = new byte[100_000];

  private @TempDir Path folder;
  private Path data;

  /** How a command ended. */
  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void fill() {
    data = folder.resolve("data");
    try (RunningServer server = RunningServer.start(data)) {
      assertThat(server.push("shop/api", "1.0", IMAGE).status()).isEqualTo(201);
      assertThat(server.pushBlob("shop/api", LARGE)).isEqualTo(Digest.sha256(LARGE));
    }
  }

  private Ended run(Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Report report =
        new Report(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    Offline.Named named =
        new Offline(
                RunningServer.surroundings(folder.resolve("tokens")),
                new SecureRandom(),
                "lead",
                report)
            .find(List.of(words).stream().map(Object::toString).toList())
            .orElseThrow();
    int code =
        new CommandLine(named.command())
            .setErr(new PrintWriter(err, true, UTF_8))
            .execute(named.arguments().toArray(String[]::new));
    return new Ended(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  private static String oneLine(Ended ended) {
    assertThat(ended.code()).as(ended.toString()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).startsWith("stet: ");
    return ended.err();
  }

  private Path file() {
    String hex = Digest.sha256(LARGE).hex();
    return data.resolve("content/blobs/sha256").resolve(hex.substring(0, 2)).resolve(hex);
  }

  @Test
  void otherWordsAreNoneOfThese() {
    Report report = new Report(System.out, System.err);
    Offline offline =
        new Offline(
            RunningServer.surroundings(folder.resolve("tokens")),
            new SecureRandom(),
            "lead",
            report);
    for (List<String> words :
        List.of(
            List.<String>of(),
            List.of("--data", "fsck"),
            List.of("backup"),
            List.of("backup", "create"))) {
      assertThat(offline.find(words)).as(words.toString()).isEmpty();
    }
  }

  @Test
  void aWholeFolderIsClean() {
    for (String option : List.of("--full", "--repair")) {
      Ended ended = run("fsck", "--data", data, option);
      assertThat(ended.code()).as(ended.toString()).isZero();
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err())
          .isEqualTo("checked 1 name, 1 manifest, 3 blobs and 2 entries: all is as it was\n");
    }
  }

  @Test
  void whatIsDamagedIsALineAndTheExitCodeIsOne() throws IOException {
    Files.delete(file());
    Ended ended = run("fsck", "--data", data);
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out().lines()).hasSize(1);
    assertThat(ended.out())
        .startsWith("blob-missing\t" + Digest.sha256(LARGE) + "\t\tits file is gone");
    assertThat(ended.err()).endsWith("3 blobs and 2 entries: 1 problem\n");
  }

  @Test
  void aHeadOfTheLogThatTheKeyHasNotSignedIsFound() throws IOException {
    LogKeys keys = new LogKeys(data);
    String origin = keys.read().getFirst().verifier().name();
    Files.delete(keys.current().path());
    assertThat(run("fsck", "--data", data).code()).as("without a key").isZero();

    keys.take(SigningKey.generate(origin, KeyType.ED25519, new SecureRandom()));

    Ended ended = run("fsck", "--data", data);
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out())
        .startsWith("log-damaged\thead\t\tit bears no good signature by the key");
  }

  @Test
  void aRunningStetKeepsItOut() {
    try (RunningServer server = RunningServer.start(data)) {
      assertThat(oneLine(run("fsck", "--data", data))).contains("in use by another Stet");
      assertThat(server.get("/v2/shop/api/manifests/1.0").status()).isEqualTo(200);
    }
  }

  @Test
  void aFolderWithoutARegistryIsToldAndStaysAsItIs() {
    Path none = folder.resolve("none");
    assertThat(oneLine(run("fsck", "--data", none))).contains("there is no registry in " + none);
    assertThat(none).doesNotExist();
  }

  @Test
  void anOlderFolderIsNotMigrated(@TempDir Path unpacked) throws IOException {
    EarlierFolder earlier = EarlierFolder.unpack(unpacked);
    assertThat(oneLine(run("fsck", "--data", earlier.data()))).contains("is of an older Stet");
    assertThat(earlier.data().resolve("registry.db.before-V002")).doesNotExist();
  }

  @Test
  void aFolderMigratedFromAnEarlierOneIsClean(@TempDir Path unpacked) throws IOException {
    EarlierFolder earlier = EarlierFolder.unpack(unpacked);
    RunningServer.start(earlier.data()).close();
    Ended ended = run("fsck", "--data", earlier.data(), "--full");
    assertThat(ended.code()).as(ended.toString()).isZero();
  }

  private Path backUp() {
    Path backup = folder.resolve("backup");
    try (RunningServer server = RunningServer.start(data)) {
      Answer made =
          server.post(
              "/api/v1/backups",
              ("{\"directory\":\"" + backup + "\"}").getBytes(UTF_8),
              "Content-Type",
              "application/json",
              "Authorization",
              "Bearer " + RunningServer.TOKEN);
      assertThat(made.status()).as(made.toString()).isEqualTo(201);
    }
    return backup;
  }

  @Test
  void aBackupIsRestoredAndServed() {
    Path backup = backUp();
    Path restored = folder.resolve("restored");

    Ended ended = run("backup", "restore", backup, "--data", restored);

    assertThat(ended.code()).as(ended.toString()).isZero();
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .isEqualTo(
            "checked 1 name, 1 manifest, 3 blobs and 2 entries: all is as it was\n"
                + "restored to "
                + restored
                + ": stet serve --data "
                + restored
                + "\n");
    try (RunningServer server = RunningServer.start(restored)) {
      assertThat(server.get("/v2/shop/api/manifests/1.0").body()).isEqualTo(IMAGE.manifest());
      assertThat(server.get("/v2/shop/api/blobs/" + Digest.sha256(LARGE)).body()).isEqualTo(LARGE);
    }
  }

  @Test
  void nothingIsRestoredOverSomething() throws IOException {
    Path backup = backUp();
    byte[] before = Files.readAllBytes(data.resolve("registry.db"));
    assertThat(oneLine(run("backup", "restore", backup, "--data", data))).contains("is not empty");
    assertThat(Files.readAllBytes(data.resolve("registry.db"))).isEqualTo(before);
  }

  @Test
  void aRestoreThatDidNotFinishIsNotServed() throws IOException {
    Path backup = backUp();
    Files.write(backup.resolve("registry.db"), new byte[100]);
    Path restored = folder.resolve("restored");

    assertThat(oneLine(run("backup", "restore", backup, "--data", restored)))
        .contains("the database in the backup is damaged");

    assertThat(oneLine(run("fsck", "--data", restored)))
        .contains("a restore into " + restored + " was not finished");
    assertThat(restored.resolve("restoring")).exists();
  }

  @Test
  void whatIsNoBackupIsTold() {
    assertThat(oneLine(run("backup", "restore", folder, "--data", folder.resolve("restored"))))
        .contains("there is no whole backup in " + folder);
  }

  @Test
  void aWrongOptionIsUsage() {
    assertThat(run("fsck", "--data", data, "--fulll").code()).isEqualTo(2);
    assertThat(run("fsck").code()).isEqualTo(2);
    assertThat(run("backup", "restore", folder).code()).isEqualTo(2);
  }

  @Test
  void aDatabaseThatCannotBeOpenedIsOneLine() throws IOException {
    byte[] bytes = Files.readAllBytes(data.resolve("registry.db"));
    Arrays.fill(bytes, 0, 64, (byte) 'x');
    Files.write(data.resolve("registry.db"), bytes);
    assertThat(oneLine(run("fsck", "--data", data))).contains("restore a backup");
  }

  @Test
  void repairsAreInTheAuditTrailWithWhoRanThem() {
    damage();
    Ended ended = run("fsck", "--data", data, "--repair");
    assertThat(ended.out()).startsWith("manifest-damaged\t" + IMAGE.digest() + "\trepaired\t");
    try (Database database =
        Database.openAsItIs(data.resolve("registry.db"), RegistryWiring.MIGRATIONS)) {
      List<String> told =
          database.read(
              handle ->
                  handle
                      .createQuery(
                          "SELECT action || ' ' || actor_name FROM audit"
                              + " WHERE action <> 'settings'")
                      .mapTo(String.class)
                      .list());
      assertThat(told).containsExactly("manifest.drop lead");
    }
  }

  private void damage() {
    try (Database database =
        Database.openAsItIs(data.resolve("registry.db"), RegistryWiring.MIGRATIONS)) {
      assertThat(
              database
                  .<String, Integer>lane(
                      "damage", (handle, sql) -> sql.stream().map(handle::execute).toList())
                  .submit("UPDATE manifest SET bytes = x'00'"))
          .isEqualTo(1);
    }
  }
}
