package dev.stet.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.log.Cosignature;
import dev.stet.log.EvidenceFile;
import dev.stet.log.KeyType;
import dev.stet.log.Note;
import dev.stet.log.NoteSignature;
import dev.stet.log.SigningKey;
import dev.stet.store.DataFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say, and with which exit code they end. */
class CommandsTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private final HttpClient client = HttpClient.newHttpClient();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder;
  private TestLog log;

  @BeforeEach
  void start() throws IOException {
    log = new TestLog().begin().grow(99);
    log.publish();
  }

  @AfterEach
  void stop() {
    log.close();
    client.close();
  }

  private int run(String... words) {
    World world =
        new World(
            Clock.fixed(NOON, ZoneOffset.UTC),
            new SecureRandom(),
            client,
            new Duty(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return Main.commands(world).execute(words);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private int audit(String... more) {
    String[] words = {
      "audit-log",
      "--once",
      "--log",
      log.url().toString(),
      "--key",
      log.key().verifier().toString(),
      "--data",
      folder.resolve("audit").toString()
    };
    String[] all = new String[words.length + more.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return run(all);
  }

  @Test
  void oneLookSaysWhatWasFound() throws IOException {
    assertThat(audit("--name", "a.example/a")).isZero();

    assertThat(said()).isEqualTo("100 entries, 99 tags, signed up to 100\n");
    Path key = folder.resolve("audit/auditor.key");
    assertThat(SigningKey.parse(Files.readString(key).strip()).verifier().name())
        .isEqualTo("a.example/a");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(audit()).isZero(); // with that key
  }

  @Test
  void aKeyHasAName() {
    assertThat(audit()).isEqualTo(1);
    assertThat(complained()).contains("--name");
  }

  @Test
  void theKeyOfALogIsNoneOfACosigner() throws IOException {
    Path file = folder.resolve("log.key");
    Files.writeString(file, log.key().encoded() + "\n");

    assertThat(audit("--signing-key", file.toString())).isEqualTo(1);

    assertThat(complained()).contains("a cosigner needs one of its own");
    assertThat(complained()).doesNotContain(log.key().encoded());
  }

  @Test
  void aWrongOfTheLogIsExitCodeSix() throws IOException {
    log.assign("shop/api", "v7").publish();

    assertThat(audit("--name", "a.example/a")).isEqualTo(6);

    Path evidence = folder.resolve("audit/evidence.txt");
    assertThat(said()).contains("stopped for good: " + evidence);
    assertThat(EvidenceFile.parse(Files.readAllBytes(evidence)).claim()).isEqualTo("R2");
  }

  @Test
  void anAlarmIsExitCodeOne() {
    log.withhold("tile/entries/000.p/100");

    assertThat(audit("--name", "a.example/a")).isEqualTo(1);

    assertThat(said()).isEqualTo("0 entries, 0 tags, signed up to 0, alarms: withheld\n");
  }

  @Test
  void aPolicyNamesTheLogAndAsksForFreshness() throws IOException {
    SigningKey witness =
        SigningKey.generate("w.example/w", KeyType.COSIGNATURE, new SecureRandom());
    Path policy = folder.resolve("policy");
    Files.writeString(
        policy,
        "log %s %s\nwitness w %s\nquorum w\n"
            .formatted(log.key().verifier(), log.url(), witness.verifier()));

    assertThat(withPolicy(policy)).isEqualTo(1);
    assertThat(said()).contains("alarms: stale");

    show(witness, NOON.minusSeconds(5 * 3600));
    assertThat(withPolicy(policy)).isZero();

    show(witness, NOON.minusSeconds(7 * 3600));
    assertThat(withPolicy(policy)).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("audit/stale.alarm")))
        .contains("25200 s old, wanted at most 21600 s");
  }

  private void show(SigningKey witness, Instant time) {
    Note note = log.publish();
    NoteSignature line = Cosignature.sign(witness, note.text(), time.getEpochSecond());
    log.show(note.with(line));
  }

  private int withPolicy(Path policy) {
    return run(
        "audit-log",
        "--once",
        "--policy",
        policy.toString(),
        "--name",
        "a.example/a",
        "--data",
        folder.resolve("audit").toString());
  }

  @Test
  void whatIsMissingIsAskedFor() {
    String data = folder.toString();
    assertThat(run("audit-log", "--once", "--data", data)).isEqualTo(1);
    assertThat(complained()).contains("--key VKEY or --policy FILE");
    assertThat(run("witness", "--data", data)).isEqualTo(1);
    assertThat(complained()).contains("--log VKEY or --policy FILE");
    assertThat(run("witness", "--data", data, "--log", "nonsense")).isEqualTo(1);
    assertThat(complained()).contains("not a verifier key");
    assertThat(run("witness", "--data", data, "--listen", "nonsense")).isEqualTo(2);
    assertThat(complained()).contains("wanted HOST:PORT");
  }

  @Test
  void aFolderIsUsedByOneProcess() throws IOException {
    try (DataFolder _ = DataFolder.open(folder.resolve("audit"))) {
      assertThat(audit("--name", "a.example/a")).isEqualTo(1);
      assertThat(complained()).contains("in use by another Stet");
    }
  }
}
