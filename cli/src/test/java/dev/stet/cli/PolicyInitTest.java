package dev.stet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.server.AnswerServer;
import dev.stet.log.KeyType;
import dev.stet.log.MalformedException;
import dev.stet.log.Policy;
import dev.stet.log.SigningKey;
import dev.stet.log.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyInitTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final VerifierKey LOG = key("registry.example/log", KeyType.ED25519);
  private static final VerifierKey OWN = key("registry.example/auditor", KeyType.COSIGNATURE);

  private final AnswerServer server = new AnswerServer();
  @TempDir private Path temp = Path.of("");

  @AfterEach
  void close() {
    server.close();
  }

  private static VerifierKey key(String name, KeyType type) {
    return SigningKey.generate(name, type, RANDOM).verifier();
  }

  private static VerifierKey cosigner(String name) {
    return key(name, KeyType.COSIGNATURE);
  }

  private Map<String, String> environment() {
    return Map.of("HOME", temp.toString());
  }

  private StetRun init(Object... arguments) {
    return StetRun.of(temp, environment(), words(arguments));
  }

  private static String[] words(Object... arguments) {
    return Stream.concat(Stream.of("policy", "init"), Stream.of(arguments).map(Object::toString))
        .toArray(String[]::new);
  }

  private Path file(String name) {
    return temp.resolve(".config/stet/policies").resolve(name);
  }

  private static Policy read(Path file) throws IOException {
    return Policy.parse(Files.readAllBytes(file));
  }

  private void keys(Object... lines) {
    String body = String.join("\n", Stream.of(lines).map(Object::toString).toList()) + "\n";
    server.answer("/log/key", 200, "text/plain", body, Map.of());
  }

  @Test
  void aPolicyWithTheKeyAloneSaysWhatItIsWorth() throws IOException {
    StetRun run = init("Registry.Example", "--key", LOG);
    Path file = file("registry.example_443");
    assertThat(run).isEqualTo(new StetRun(0, file + "\n", ""));
    Policy policy = read(file);
    assertThat(policy.log()).isEqualTo(LOG);
    assertThat(policy.members()).isEmpty();
    assertThat(policy.quorum()).isEmpty();
    assertThat(file).content().contains("# Nobody but the log has to sign", "quorum none\n");
  }

  @Test
  void witnessesAndAuditorsHaveToSignByMoreThanHalf() throws IOException {
    List<VerifierKey> w = Stream.of("w1", "w2", "w3").map(PolicyInitTest::cosigner).toList();
    VerifierKey auditor = cosigner("auditor.example/a");
    StetRun run =
        init(
            "127.0.0.1:5000",
            "--key",
            LOG,
            "--witness",
            w.get(0),
            "--witness",
            w.get(1),
            "--witness",
            w.get(2),
            "--auditor",
            auditor);
    assertThat(run.exitCode()).isZero();
    assertThat(Files.readString(file("127.0.0.1_5000")))
        .isEqualTo(
            """
            # Whose signatures are believed about 127.0.0.1:5000.
            log %s
            witness witness-1 %s
            witness witness-2 %s
            witness witness-3 %s
            group witnesses 2 witness-1 witness-2 witness-3
            witness auditor-1 %s
            group auditors all auditor-1
            group both all witnesses auditors
            quorum both
            """
                .formatted(LOG, w.get(0), w.get(1), w.get(2), auditor));
  }

  @Test
  void theQuorumCanBeSaid() throws IOException {
    VerifierKey one = cosigner("w1");
    VerifierKey two = cosigner("w2");
    assertThat(
            init("a.example", "--key", LOG, "--witness", one, "--witness", two, "--quorum", 1)
                .exitCode())
        .isZero();
    assertThat(file("a.example_443")).content().contains("group witnesses any", "quorum witnesses");
    for (Object wrong : List.of(3, 0, -1)) {
      StetRun run =
          init("b.example", "--key", LOG, "--witness", one, "--witness", two, "--quorum", wrong);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("a quorum of " + wrong + " is not possible");
    }
    assertThat(init("b.example", "--key", LOG, "--quorum", 1).exitCode()).isEqualTo(2);
    assertThat(file("b.example_443")).doesNotExist();
  }

  @Test
  void anAuditorOfTheOperatorIsCalledThat() throws IOException {
    assertThat(init("registry.example", "--key", LOG, "--auditor", OWN).exitCode()).isZero();
    assertThat(file("registry.example_443"))
        .content()
        .contains("# auditor-1 is run by the operator of the registry itself.")
        .doesNotContain("Nobody but the log");
    assertThat(init("other.example", "--key", LOG, "--auditor", cosigner("a.example")).exitCode())
        .isZero();
    assertThat(file("other.example_443")).content().doesNotContain("run by the operator");
  }

  @Test
  void registriesWithoutANameAreNotOfOneOperator() throws IOException {
    VerifierKey log = key("stet.invalid/aaaa", KeyType.ED25519);
    init("a.example", "--key", log, "--auditor", cosigner("stet.invalid/bbbb/auditor"));
    assertThat(file("a.example_443")).content().doesNotContain("run by the operator");
    init("b.example", "--key", log, "--auditor", cosigner("stet.invalid/aaaa/auditor"));
    assertThat(file("b.example_443")).content().contains("run by the operator");
  }

  @Test
  void keysOfTheWrongTypeOrNoneAreRefused() {
    for (Object[] wrong :
        new Object[][] {
          {"--key", OWN},
          {"--key", "nonsense"},
          {"--key", LOG.toString().replace("registry", "Registry")},
          {"--key", LOG, "--witness", LOG},
          {"--key", LOG, "--witness", OWN, "--auditor", OWN}
        }) {
      StetRun run = init(Stream.concat(Stream.of("a.example"), Stream.of(wrong)).toArray());
      assertThat(run.exitCode()).as("%s", List.of(wrong)).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .startsWith("error: no policy was written\n")
          .doesNotContain("Exception");
    }
    assertThat(file("a.example_443")).doesNotExist();
  }

  @Test
  void withoutAKeyTheRegistryIsAskedAndSoIsThePerson() throws IOException {
    keys(LOG, OWN);
    StetRun alone = init(server.host());
    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(alone.err())
        .contains(
            "origin: registry.example/log\nkey:    " + LOG + "\n",
            "no protection against its operator: " + OWN,
            "trusted on first use: compare it",
            "--yes");
    StetRun no = StetRun.answering("n", temp, environment(), words(server.host()));
    assertThat(no.exitCode()).isEqualTo(1);
    Path file = file(server.host().replace(':', '_'));
    assertThat(file).doesNotExist();

    StetRun yes = StetRun.answering("y", temp, environment(), words(server.host()));
    assertThat(yes.exitCode()).isZero();
    assertThat(read(file).log()).isEqualTo(LOG);
    Files.delete(file);
    assertThat(init(server.host(), "--yes").exitCode()).isZero();
    assertThat(read(file).witnesses()).as("its own auditor is no protection").isEmpty();
  }

  @Test
  void aRegistryThatNamesNoKeyOfALogIsRefused() {
    keys(OWN);
    assertThat(init(server.host(), "--yes").err()).contains("names no key of a log");
    keys("nonsense");
    assertThat(init(server.host(), "--yes").exitCode()).isEqualTo(2);
    try (AnswerServer other = new AnswerServer()) {
      StetRun run = init(other.host(), "--yes");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("/log/key: there is nothing at this address (404)");
    }
  }

  @Test
  void aPolicyIsNotReplacedUnasked() throws IOException {
    assertThat(init("a.example", "--key", LOG).exitCode()).isZero();
    StetRun run = init("a.example", "--key", key("other/log", KeyType.ED25519));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("This replaces the policy " + file("a.example_443"), "--yes");
    assertThat(read(file("a.example_443")).log()).isEqualTo(LOG);
    VerifierKey next = key("registry.example/log", KeyType.ED25519);
    assertThat(init("a.example", "--key", next, "--yes").exitCode()).isZero();
    assertThat(read(file("a.example_443")).log()).isEqualTo(next);
  }

  @Test
  void anotherKeyThatTheRegistryNamesReplacesNoPolicy() throws IOException {
    VerifierKey other = key("registry.example/log", KeyType.ED25519);
    Path file = file(server.host().replace(':', '_'));
    keys(LOG);
    assertThat(init(server.host(), "--yes").exitCode()).isZero();
    assertThat(init(server.host(), "--yes").exitCode()).as("the same key again").isZero();
    keys(other);
    for (StetRun run :
        List.of(
            init(server.host(), "--yes"),
            StetRun.answering("y\ny", temp, environment(), words(server.host())))) {
      assertThat(run.exitCode()).as(run.toString()).isEqualTo(5);
      assertThat(run.err())
          .contains("got " + other + ", wanted " + LOG + "\n", "--key VKEY")
          .doesNotContain("Go on?");
      assertThat(read(file).log()).isEqualTo(LOG);
    }
    assertThat(init(server.host(), "--yes", "--key", other).exitCode()).isZero();
    assertThat(read(file).log()).isEqualTo(other);
    Files.writeString(file, "nonsense");
    assertThat(init(server.host(), "--yes").err()).contains("not understood", "--key VKEY");
    assertThat(file).hasContent("nonsense");
  }

  @Test
  void ofTwoKeysTheOneThatStaysIsTaken() throws IOException {
    VerifierKey next = key("registry.example/log", KeyType.ED25519);
    keys(LOG, next, OWN);
    StetRun run = init(server.host(), "--yes");
    assertThat(run.err())
        .contains("key:    " + next + "\nolder:  " + LOG + ", which is about to go\n");
    assertThat(read(file(server.host().replace(':', '_'))).log()).isEqualTo(next);
  }

  @Test
  void theFileCanBeNamed() throws IOException {
    StetRun run = init("a.example", "--key", LOG, "--policy", "ci/a.policy", "-o", "json");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","registry":"a.example","file":"%s",
             "origin":"registry.example/log","key":"%s","cosigners":[]}
            """
                .formatted(temp.resolve("ci/a.policy"), LOG));
    assertThat(read(temp.resolve("ci/a.policy")).log()).isEqualTo(LOG);
  }

  @Test
  void withoutAHomeAFileHasToBeNamed() {
    StetRun run = StetRun.of(temp, Map.of(), words("a.example", "--key", LOG));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--policy FILE");
  }

  @Test
  void aPathIsNoHost() {
    assertThat(init("a.example/shop", "--key", LOG).exitCode()).isEqualTo(2);
  }

  @Test
  void whatIsWrittenIsAPolicyThatOthersRead() throws MalformedException, IOException {
    assertThat(init("a.example", "--key", LOG, "--auditor", OWN).exitCode()).isZero();
    Policy policy = read(file("a.example_443"));
    assertThat(Policy.parse(policy.text().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo(policy);
  }
}
