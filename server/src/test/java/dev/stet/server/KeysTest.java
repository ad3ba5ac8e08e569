package dev.stet.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.log.Checkpoint;
import dev.stet.log.Hash;
import dev.stet.log.KeyType;
import dev.stet.log.Note;
import dev.stet.log.SigningKey;
import dev.stet.log.VerifierKey;
import dev.stet.server.keys.LogKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that make, show, change and move keys. */
class KeysTest {
  private static final String ORIGIN = "registry.example/log";

  private @TempDir Path folder;

  /** How a command ended. */
  private record Ended(int code, String out, String err) {}

  private Ended run(Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Report report =
        new Report(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    Offline offline =
        new Offline(
            RunningServer.surroundings(folder.resolve("tokens")),
            new SecureRandom(),
            "lead",
            report);
    Offline.Named named =
        offline
            .find(Stream.concat(Stream.of("keys"), Stream.of(words).map(Object::toString)).toList())
            .orElseThrow();
    int code =
        new CommandLine(named.command())
            .setErr(new PrintWriter(err, true, UTF_8))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(named.arguments().toArray(String[]::new));
    return new Ended(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  private Path data() {
    return folder.resolve("data");
  }

  private List<String> keyFiles() throws IOException {
    try (Stream<Path> files = Files.list(data().resolve("keys"))) {
      return files.map(it -> it.getFileName().toString()).toList();
    }
  }

  private VerifierKey made(Object... words) {
    Ended ended = run(words);
    assertThat(ended.code()).as(ended.toString()).isZero();
    return VerifierKey.parse(ended.out().strip());
  }

  private void refused(String why, Object... words) {
    Ended ended = run(words);
    assertThat(ended.code()).as(ended.toString()).isNotZero();
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains(why).doesNotContain("PRIVATE+KEY+" + ORIGIN, "Exception");
  }

  private static void isForItsOwnerAlone(Path file) throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void theKeyOfALogLiesInTheDataFolderForItsOwnerAlone() throws IOException {
    VerifierKey made = made("new", "--data", data(), "--name", ORIGIN);
    Path file = data().resolve("keys/log.key");
    isForItsOwnerAlone(file);
    SigningKey key = SigningKey.parse(Files.readString(file).strip());
    assertThat(key.verifier()).isEqualTo(made);
    assertThat(made.name()).isEqualTo(ORIGIN);
    assertThat(made.type()).isEqualTo(KeyType.ED25519);
    assertThat(keyFiles()).containsExactly("log.key");
    assertThat(run("show", "-q", "--data", data()).out()).isEqualTo(made + "\n");
    assertThat(run("show", "--data", data()).out()).isEqualTo("current\tlog\t" + made + "\n");
  }

  @Test
  void anAuditorHasItsKeyInAFile() throws IOException {
    Path file = folder.resolve("auditor.key");
    VerifierKey made = made("new", file, "--name", "auditor.example/a", "--type", "cosigner");
    assertThat(made.type()).isEqualTo(KeyType.COSIGNATURE);
    isForItsOwnerAlone(file);
    assertThat(run("show", file, "-q").out()).isEqualTo(made + "\n");
    assertThat(run("show", file).out()).isEqualTo("current\tcosigner\t" + made + "\n");
    assertThat(made("new", folder.resolve("b"), "--name", "b").type())
        .isEqualTo(KeyType.COSIGNATURE);
    assertThat(made("new", folder.resolve("c"), "--name", "c", "--type", "log").type())
        .isEqualTo(KeyType.ED25519);
  }

  @Test
  void noKeyIsWrittenOver() throws IOException {
    VerifierKey made = made("new", "--data", data(), "--name", ORIGIN);
    refused("not written over", "new", "--data", data(), "--name", ORIGIN);
    assertThat(run("show", "-q", "--data", data()).out()).isEqualTo(made + "\n");
    assertThat(keyFiles()).containsExactly("log.key");
  }

  @Test
  void whichKeyIsMeantHasToBeClear() {
    refused("name either FILE or --data DIR", "show");
    refused("name either FILE or --data DIR", "show", "a", "--data", data());
    refused("--name", "new", "--data", data());
    refused("no spaces and no +", "new", "--data", data(), "--name", "a b");
    refused("of type log", "new", "--data", data(), "--name", "a", "--type", "cosigner");
    refused("--data", "rotate");
  }

  @Test
  void aFileThatIsNoKeyIsNamedAndNotShown() throws IOException {
    refused("there is no key in ", "show", "--data", data());
    Path file = Files.writeString(folder.resolve("file"), "secret words\n");
    Ended ended = run("show", file);
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains(file + ": not a signing key").doesNotContain("secret");
    Files.writeString(file, "a\nb\n");
    refused("2 lines", "show", file);
  }

  @Test
  void aKeyIsChangedInThreeSteps() throws IOException {
    VerifierKey old = made("new", "--data", data(), "--name", ORIGIN);
    refused("is not being changed", "rotate", "--finish", "--data", data());
    VerifierKey next = made("rotate", "--data", data());
    assertThat(next.name()).isEqualTo(ORIGIN);
    assertThat(next).isNotEqualTo(old);
    isForItsOwnerAlone(data().resolve("keys/log.new.key"));
    refused("is being changed already", "rotate", "--data", data());
    assertThat(run("show", "--data", data()).out())
        .isEqualTo("current\tlog\t" + old + "\nnext\tlog\t" + next + "\n");
    assertThat(run("show", "-q", "--data", data()).out()).isEqualTo(old + "\n");

    List<SigningKey> both = new LogKeys(data()).read();
    String text = new Checkpoint(ORIGIN, 0, Hash.EMPTY_ROOT).text();
    Note note =
        Note.sign(text, both.getFirst())
            .with(Note.sign(text, both.getLast()).signatures().getFirst());
    assertThat(note.verifiedBy(List.of(old))).containsExactly(old);
    assertThat(note.verifiedBy(List.of(next))).containsExactly(next);

    assertThat(made("rotate", "--finish", "--data", data())).isEqualTo(next);
    assertThat(run("show", "--data", data()).out()).isEqualTo("current\tlog\t" + next + "\n");
    assertThat(keyFiles()).containsExactlyInAnyOrder("log.key", "log.old.key");
    assertThat(new LogKeys(data()).known()).containsExactly(next, old);
  }

  @Test
  void aServerKnowsTheLogAfterEachStepOfAChange() {
    List<VerifierKey> keys = new ArrayList<>();
    for (String[] step : new String[][] {{"rotate"}, {"rotate", "--finish"}, {}}) {
      try (RunningServer server = RunningServer.start(data())) {
        List<VerifierKey> shown =
            server.get("/log/key").text().lines().map(VerifierKey::parse).toList();
        Note head = Note.parse(server.get("/log/checkpoint").body());
        assertThat(head.verifiedBy(shown)).isNotEmpty();
        assertThat(server.server().log().gate().why()).isEmpty();
        keys.add(shown.getFirst());
      }
      if (step.length > 0) {
        VerifierKey _ = made(Stream.concat(Stream.of(step), Stream.of("--data", data())).toArray());
      }
    }
    assertThat(keys.getFirst()).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
  }

  @Test
  void theStepsThatFollowAreSaid() {
    made("new", "--data", data(), "--name", ORIGIN);
    assertThat(run("rotate", "--data", data()).err())
        .contains("the log line of their policy", "stet keys rotate --finish --data " + data());
  }

  @Test
  void bothKeysOfALogHaveItsOrigin() throws IOException {
    made("new", "--data", data(), "--name", ORIGIN);
    made("new", data().resolve("keys/log.new.key"), "--name", "other", "--type", "log");
    refused("both keys of a log have its origin as name", "show", "--data", data());
    refused("both keys of a log have its origin as name", "rotate", "--finish", "--data", data());
    Files.delete(data().resolve("keys/log.new.key"));
    made("new", data().resolve("keys/log.new.key"), "--name", ORIGIN);
    refused("a key of type log", "rotate", "--finish", "--data", data());
  }

  @Test
  void aKeyMovesToARestoredDataFolder() throws IOException {
    VerifierKey key = made("new", "--data", data(), "--name", ORIGIN);
    Path copy = folder.resolve("copy.key");
    assertThat(made("export", copy, "--data", data())).isEqualTo(key);
    isForItsOwnerAlone(copy);
    refused("not written over", "export", copy, "--data", data());

    Path restored = folder.resolve("restored");
    assertThat(made("import", copy, "--data", restored)).isEqualTo(key);
    isForItsOwnerAlone(restored.resolve("keys/log.key"));
    assertThat(made("import", copy, "--data", restored)).as("nothing to do").isEqualTo(key);
    assertThat(new LogKeys(restored).read()).hasSize(1);

    made("new", folder.resolve("other.key"), "--name", ORIGIN, "--type", "log");
    refused("not written over", "import", folder.resolve("other.key"), "--data", restored);
    made("new", folder.resolve("cosigner.key"), "--name", "a");
    refused("a key of type log", "import", folder.resolve("cosigner.key"), "--data", folder);
  }
}
