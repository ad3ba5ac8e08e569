package dev.stet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.command.Recorder;
import dev.stet.cli.server.LogServer;
import dev.stet.log.Checkpoint;
import dev.stet.log.EntryBundle;
import dev.stet.log.KeyType;
import dev.stet.log.Leaf;
import dev.stet.log.Reason;
import dev.stet.log.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code stet log} shows, and that all of it was checked. */
class LogTest {
  private static final String ONE = "sha256:" + "01".repeat(32);
  private static final Instant RECENTLY = Recorder.NOW.minus(Duration.ofMinutes(2));
  private static final SigningKey WITNESS =
      SigningKey.generate("witness.example/w1", KeyType.COSIGNATURE, new SecureRandom());

  private final LogServer log = new LogServer("registry.example/log");
  @TempDir private Path temp = Path.of("");

  @BeforeEach
  void fill() {
    log.assign("shop/api", "1.0", ONE);
    log.add(new Leaf.Tombstone("shop/api", "1.0", 1, 5000, Reason.OWNER, Optional.empty()));
    log.add(new Leaf.Restore("shop/api", "1.0", 1, 6000, Optional.empty()));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private StetRun stet(Object... words) {
    return StetRun.of(
        temp,
        Map.of("HOME", temp.toString(), "STET_SERVER", log.host()),
        Stream.of(words).map(Object::toString).toArray(String[]::new));
  }

  private void policy(SigningKey... witnesses) {
    Stream<Object> words =
        Stream.concat(
            Stream.of("policy", "init", log.host(), "--yes"),
            Stream.of(witnesses).flatMap(it -> Stream.of("--witness", it.verifier())));
    assertThat(stet(words.toArray()).exitCode()).isZero();
  }

  private void refused(String check, Object... words) {
    StetRun run = stet(words);
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(6);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("is not believed: the check '" + check + "' failed", "\n  next: ")
        .doesNotContain("Exception");
  }

  @Test
  void withoutAPolicyNothingIsShown() {
    for (String command : List.of("head", "tail")) {
      StetRun run = stet("log", command);
      assertThat(run.exitCode()).isEqualTo(6);
      assertThat(run.err()).contains("stet policy init " + log.host() + " --key VKEY");
    }
    assertThat(log.asked()).isEmpty();
  }

  @Test
  void theHeadIsTheNewestCheckpoint() {
    policy();
    String root = Checkpoint.parse(log.checkpoint().text()).root().base64();
    assertThat(stet("log", "head")).isEqualTo(new StetRun(0, "newest\t4\t" + root + "\t\n", ""));
    assertThat(stet("log", "head", "-q").out()).isEqualTo("4\n");
    assertThat(stet("log", "head", "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","origin":"registry.example/log",
             "newest":{"size":4,"root":"%s","cosigners":[]}}
            """
                .formatted(root));
  }

  @Test
  void theHeadShowsWhatTheQuorumHasSigned() {
    policy(WITNESS);
    log.cosignedBy(WITNESS, RECENTLY);
    String cosigned = log.checkpoint().encoded();
    log.growTo(300);
    log.instead("/log/cosigned/checkpoint", 200, cosigned);
    StetRun run = stet("log", "head");
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out().lines().map(it -> it.replaceAll("\t[^\t]*=\t", "\t")))
        .containsExactly(
            "newest\t300\twitness-1 (2 minutes ago)", "quorum\t4\twitness-1 (2 minutes ago)");
  }

  @Test
  void theHeadSaysThatTheQuorumIsMissingAndWhoHasSigned() {
    SigningKey second =
        SigningKey.generate("witness.example/w2", KeyType.COSIGNATURE, new SecureRandom());
    policy(WITNESS, second);
    log.cosignedBy(WITNESS, RECENTLY);
    String why = "the checkpoint is cosigned by witness-1, which is not the quorum witnesses";
    StetRun run = stet("log", "head");
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out().lines().map(it -> it.replaceAll("\t[^\t]*=\t", "\t")))
        .containsExactly("newest\t4\twitness-1 (2 minutes ago)", "quorum\t\t\tnot reached: " + why);
    assertThat(stet("log", "head", "-o", "json").out())
        .contains("\"quorumMissing\" : \"" + why + "\"")
        .doesNotContain("\"quorum\" :");
    log.instead("/log/cosigned/checkpoint", 404, "");
    assertThat(stet("log", "head").out())
        .endsWith("\tnot reached: the registry shows no checkpoint that others have signed\n");
  }

  @Test
  void aHeadOfAnotherHistoryIsADoubtWhetherTheQuorumHasSignedItOrNot() {
    policy(WITNESS);
    log.cosignedBy(WITNESS, RECENTLY);
    try (LogServer fork = new LogServer(log.key())) {
      fork.growTo(3);
      log.instead("/log/cosigned/checkpoint", 200, fork.checkpoint().encoded());
      refused("consistency", "log", "head");
      fork.cosignedBy(WITNESS, RECENTLY);
      log.instead("/log/cosigned/checkpoint", 200, fork.checkpoint().encoded());
      refused("consistency", "log", "head");
    }
  }

  @Test
  void aCheckpointOfAnotherLogIsADoubt() {
    policy();
    try (LogServer other = new LogServer("other.example/log");
        LogServer impostor = new LogServer("registry.example/log")) {
      log.instead("/log/checkpoint", 200, other.checkpoint().encoded());
      refused("origin", "log", "head");
      log.instead("/log/checkpoint", 200, impostor.checkpoint().encoded());
      refused("log-signature", "log", "tail");
      log.instead("/log/checkpoint", 200, "nonsense");
      refused("format", "log", "head");
    }
  }

  @Test
  void theTailShowsTheLastEntries() {
    policy();
    assertThat(stet("log", "tail").out())
        .isEqualTo(
            """
            0\tgenesis\t1970-01-01T00:00:01Z\t\t\t\tregistry.example/log
            1\tassign\t1970-01-01T00:00:01.001Z\tshop/api\t1.0\t%s\t
            2\ttombstone\t1970-01-01T00:00:05Z\tshop/api\t1.0\t\towner, of entry 1
            3\trestore\t1970-01-01T00:00:06Z\tshop/api\t1.0\t\tof entry 1
            """
                .formatted(ONE));
    log.growTo(600);
    assertThat(stet("log", "tail", "-n", "300", "-q").out().lines())
        .hasSize(300)
        .startsWith("300")
        .endsWith("599");
    assertThat(stet("log", "tail", "-n", "2", "-o", "name").out())
        .isEqualTo("filler:v598@%1$s\nfiller:v599@%1$s\n".formatted("sha256:" + "ab".repeat(32)));
  }

  @Test
  void entriesThatAreNotThoseOfTheTreeAreADoubt() {
    policy();
    byte[] other =
        EntryBundle.encode(
            Stream.of("a", "b", "c", "d")
                .map(it -> new Leaf.Assign("x", it, ONE, 1, Optional.empty()).bytes())
                .toList());
    log.instead("/log/tile/entries/000.p/4", other);
    refused("inclusion", "log", "tail");
    log.instead("/log/tile/entries/000.p/4", new byte[3]);
    refused("format", "log", "tail");
    log.instead("/log/tile/entries/000.p/4", 404, "");
    log.instead("/log/tile/entries/000", 404, "");
    assertThat(stet("log", "tail").exitCode()).as("withheld").isEqualTo(1);
  }

  @Test
  void aTileThatIsWrongIsADoubt() {
    policy();
    log.instead("/log/tile/0/000.p/4", new byte[4 * 32]);
    refused("inclusion", "log", "tail");
  }

  @Test
  void oneEntryIsShownByIndexOrByTag() {
    policy();
    String row = "1\tassign\t1970-01-01T00:00:01.001Z\tshop/api\t1.0\t" + ONE + "\t\n";
    assertThat(stet("log", "show", 1).out()).isEqualTo(row);
    assertThat(stet("log", "show", "shop/api:1.0").out()).isEqualTo(row);
    assertThat(stet("log", "show", log.host() + "/shop/api:1.0").out()).isEqualTo(row);
    assertThat(stet("log", "show", 1, "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","origin":"registry.example/log","size":4,"entries":[
             {"index":1,"type":"assign","at":"1970-01-01T00:00:01.001Z","repository":"shop/api",
              "tag":"1.0","digest":"%1$s",
              "text":"stet-log/v1 assign\\nshop/api\\n1.0\\n%1$s\\n1001\\nmeta -\\n"}]}
            """
                .formatted(ONE));
    assertThat(stet("log", "show", 4).exitCode()).isEqualTo(3);
    assertThat(stet("log", "show", "shop/api:9").exitCode()).isEqualTo(3);
  }

  /** At 4 the checkpoint stands for a part of the bundle, at 256 for none of it. */
  @ParameterizedTest
  @ValueSource(ints = {4, 256})
  void aLogThatGrowsMeanwhileIsAskedAgain(int size) {
    policy();
    log.growTo(size);
    log.onceInstead("/log/checkpoint", log.checkpoint().encoded());
    log.assign("shop/api", "2.0", ONE);
    assertThat(stet("log", "show", "shop/api:2.0", "-q"))
        .isEqualTo(new StetRun(0, size + "\n", ""));
    log.onceInstead("/log/checkpoint", log.checkpoint().encoded());
    log.assign("shop/api", "2.1", ONE);
    assertThat(stet("log", "show", size + 1, "-q").out()).isEqualTo(size + 1 + "\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 256})
  void anEntryThatTheCheckpointDoesNotStandForIsADoubt(int size) {
    policy();
    log.growTo(size);
    log.instead("/log/checkpoint", 200, log.checkpoint().encoded());
    log.assign("shop/api", "2.0", ONE);
    StetRun run = stet("log", "show", "shop/api:2.0");
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(6);
    assertThat(run.err())
        .contains(
            "the registry named entry " + size + " for shop/api:2.0",
            "it has the entries 0 to " + (size - 1) + "\n  next: ");
  }

  @Test
  void theEntryOfAnotherTagIsADoubt() {
    policy();
    log.assign("shop/api", "1.1", ONE);
    log.instead("/log/proof/shop/api/1.0", 200, log.proof(4).text());
    StetRun run = stet("log", "show", "shop/api:1.0");
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err()).contains("the registry named another entry for shop/api:1.0");
  }

  @Test
  void aProofIsSavedAndVerifiesOffline() throws IOException {
    policy();
    StetRun run = stet("log", "proof", "shop/api:1.0");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("shop-api_1.0.tlog-proof\n");
    assertThat(run.err())
        .contains(
            "not verified yet: stet verify --proof shop-api_1.0.tlog-proof 127.0.0.1:",
            "/shop/api:1.0");
    String text = log.proof(1).text();
    assertThat(Files.readString(temp.resolve("shop-api_1.0.tlog-proof"))).isEqualTo(text);
    assertThat(stet("log", "proof", "shop/api:1.0", "-O", "-").out()).isEqualTo(text);
    assertThat(stet("log", "proof", "shop/api:1.0", "-O", "ci/p", "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","file":"ci/p","image":"shop/api:1.0","index":1}
            """);
    log.close();
    StetRun offline = stet("verify", "--offline", "--proof", "ci/p", log.host() + "/shop/api:1.0");
    assertThat(offline.exitCode()).as(offline.toString()).isZero();
  }

  @Test
  void whatIsNoProofIsNotSaved() {
    log.instead("/log/proof/shop/api/1.0", 200, "<html>");
    assertThat(stet("log", "proof", "shop/api:1.0").exitCode()).isEqualTo(6);
    assertThat(stet("log", "proof", "shop/api:9").exitCode()).isEqualTo(3);
    assertThat(temp).isEmptyDirectory();
  }
}
