package dev.stet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.stet.cli.copy.TestLayout;
import dev.stet.cli.registry.FakeRegistry;
import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** copy against a registry that behaves as each test tells it. */
class CopyTest {
  private static final String OTHER = "sha256:" + "02".repeat(32);

  private final FakeRegistry registry = new FakeRegistry();
  private final FakeRegistry second = new FakeRegistry();
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> waited = new CopyOnWriteArrayList<>();
  @TempDir private Path temp = Path.of("");
  private byte[] image = {};
  private byte[] index = {};

  @BeforeEach
  void makeImages() throws IOException {
    TestLayout layout = new TestLayout(temp.resolve("layout"));
    image = layout.image(1, 200_000);
    index = layout.index(image, layout.image(2, 1000));
    layout.name("one", MediaTypes.OCI_IMAGE, image).name("multi", MediaTypes.OCI_INDEX, index);
    environment.put("PATH", System.getenv("PATH"));
  }

  @AfterEach
  void close() {
    registry.close();
    second.close();
  }

  private StetRun run(String... arguments) {
    return StetRun.of(temp, environment, arguments);
  }

  private StetRun copy(String from, String to, String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "copy";
    arguments[1] = from;
    arguments[2] = to;
    System.arraycopy(more, 0, arguments, 3, more.length);
    return run(arguments);
  }

  private String shop() {
    return registry.host() + "/shop/api";
  }

  @Test
  void theBytesOfAManifestAreKeptAndTheFullReferenceIsPrinted() {
    StetRun run = copy("oci:layout:one", shop());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(shop() + ":one@" + Digest.sha256(image) + "\n");
    assertThat(registry.manifest("shop/api", "one")).isEqualTo(image);
    assertThat(run.err().lines()).hasSize(3).allMatch(line -> line.startsWith("copied sha256:"));
  }

  @Test
  void anIndexIsCopiedWithItsChildrenByDigestAndTheTagIsPushedLast() {
    copy("oci:layout:multi", shop() + ":1.0");
    assertThat(registry.manifest("shop/api", "1.0")).isEqualTo(index);
    assertThat(registry.manifest("shop/api", Digest.sha256(image).toString())).isEqualTo(image);
    List<String> puts = registry.asked("PUT");
    assertThat(puts.getLast()).endsWith("/manifests/1.0");
    assertThat(puts).filteredOn(it -> it.contains("/manifests/")).hasSize(3);
    assertThat(registry.blobs()).isEqualTo(6);
  }

  @Test
  void whatIsThereAlreadyIsNotSentAgain() {
    copy("oci:layout:one", shop());
    int before = registry.asked("PUT").size();
    assertThat(copy("oci:layout:one", shop()).out()).contains(":one@");
    assertThat(registry.asked("PUT")).hasSize(before);
    assertThat(copy("oci:layout:one", shop() + ":again").err()).contains("already there");
    assertThat(registry.asked("PUT")).hasSize(before + 1);
  }

  @Test
  void fromRegistryToRegistry() {
    copy("oci:layout:multi", shop());
    StetRun run = copy(shop() + ":multi", second.host() + "/mirror");
    assertThat(run.exitCode()).isZero();
    assertThat(second.manifest("mirror", "multi")).isEqualTo(index);
    assertThat(second.blobs()).isEqualTo(6);
    assertThat(copy(shop() + "@" + Digest.sha256(image), second.host() + "/by-digest").out())
        .isEqualTo(second.host() + "/by-digest@" + Digest.sha256(image) + "\n");
  }

  @Test
  void withinARegistryBlobsAreMounted() {
    copy("oci:layout:one", shop());
    registry.rule(
        exchange -> {
          boolean mount = String.valueOf(exchange.getRequestURI().getQuery()).contains("mount=");
          boolean head = exchange.getRequestMethod().equals("HEAD");
          if (mount) {
            exchange.sendResponseHeaders(201, -1);
          } else if (head && exchange.getRequestURI().getPath().contains("/other/blobs/")) {
            exchange.sendResponseHeaders(404, -1);
            return true;
          }
          return mount;
        });
    StetRun run = copy(shop() + ":one", registry.host() + "/other", "-o", "json");
    assertThat(run.err()).contains("mounted sha256:").doesNotContain("copied");
    assertThat(registry.asked("POST")).anyMatch(it -> it.contains("&from=shop/api"));
    assertThat(run.out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1",
             "images":[{"reference":"%1$s/other:one@%2$s","tag":"one","digest":"%2$s",
               "source":"%2$s","outcome":"copied"}],
             "summary":{"copied":1,"present":0,"kept":0,"channel":0,"refused":0,"skipped":0,"failed":0},
             "blobs":{"copied":0,"mounted":3,"present":0,"bytes":0},"dryRun":false}
            """
                .formatted(registry.host(), Digest.sha256(image)));
  }

  @Test
  void aDryRunWritesNothing() {
    StetRun run = copy("oci:layout:multi", shop(), "--dry-run");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(shop() + ":multi@" + Digest.sha256(index) + "\n");
    assertThat(run.err()).contains("would be copied sha256:");
    assertThat(registry.asked("PUT")).isEmpty();
    assertThat(registry.asked("POST")).isEmpty();
    copy("oci:layout:multi", "oci:out", "--dry-run");
    copy("oci:layout:one", "docker-archive:out.tar", "--dry-run");
    assertThat(temp.resolve("out")).doesNotExist();
    assertThat(temp.resolve("out.tar")).doesNotExist();
  }

  @Test
  void allCopiesEveryTagOfEveryPage() {
    copy("--all", "oci:layout", shop());
    StetRun run = copy(shop(), second.host() + "/all", "--all", "-q");
    assertThat(run.out().lines())
        .containsExactlyInAnyOrder(
            Digest.sha256(index).toString(), Digest.sha256(image).toString());
    assertThat(second.has("all", "one")).isTrue();
    assertThat(second.has("all", "multi")).isTrue();
  }

  /** Refuses a tag as Stet does, or keeps what stands where it is asked to. */
  private void isTaken(String tag) {
    registry.rule(
        exchange -> {
          if (!exchange.getRequestMethod().equals("PUT")
              || !exchange.getRequestURI().getPath().endsWith("/manifests/" + tag)) {
            return false;
          }
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Stet-Request-Id", "r-9");
          if ("keep".equals(exchange.getRequestHeaders().getFirst("Stet-If-Taken"))) {
            exchange.getResponseHeaders().set("Docker-Content-Digest", OTHER);
            exchange.getResponseHeaders().set("Warning", "299 - \"the tag \\\"one\\\" was kept\"");
            exchange.sendResponseHeaders(201, -1);
          } else {
            FakeRegistry.answer(
                exchange,
                409,
                "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"tag \\\"one\\\" already exists\","
                    + "\"detail\":{\"reason\":\"TAG_TAKEN\"}}]}");
          }
          return true;
        });
  }

  @Test
  void aTakenTagIsRefusedInTheServersWords() {
    isTaken("one");
    StetRun run = copy("oci:layout:one", shop());
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains(
            """
            error: shop/api:one was not pushed
              tag "one" already exists (409 DENIED, TAG_TAKEN)
            """,
            "  request: r-9\n");
  }

  @Test
  void aTakenTagCanBeKept() {
    isTaken("one");
    StetRun run = copy("oci:layout:one", shop(), "--if-taken", "keep", "-o", "json");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("\"digest\" : \"" + OTHER + "\"", "\"outcome\" : \"kept\"");
    assertThat(run.err()).contains("warning: the tag \"one\" was kept\n");
  }

  /** Answers as a Stet does that says this of its quorum, or nothing. */
  private void isStetWhoseQuorum(Map<String, String> saysOfTags) {
    registry.rule(
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          if (path.equals("/api/v1/version")) {
            FakeRegistry.answer(exchange, 200, "{\"apiVersion\":\"stet.dev/v1\"}");
            return true;
          }
          if (path.startsWith("/api/")) {
            FakeRegistry.answer(exchange, 404, "{}");
            return true;
          }
          String tag = path.substring(path.lastIndexOf('/') + 1);
          if (exchange.getRequestMethod().equals("PUT")
              && path.contains("/manifests/")
              && "quorum".equals(exchange.getRequestHeaders().getFirst("Stet-Wait"))) {
            waited.add(tag);
            if (saysOfTags.containsKey(tag)) {
              exchange.getResponseHeaders().set("Stet-Log-Quorum", saysOfTags.get(tag));
            }
          }
          return false;
        });
  }

  @Test
  void aCopyWaitsUntilTheQuorumHasSignedTheTag() {
    isStetWhoseQuorum(Map.of("multi", "reached"));
    StetRun run = copy("oci:layout:multi", shop(), "--wait", "quorum");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).endsWith("quorum of the log: 1 reached\n");
    assertThat(waited).as("not for the children").containsExactly("multi");

    StetRun again = copy("oci:layout:multi", shop(), "--wait", "quorum", "-o", "json");
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).contains("\"outcome\" : \"present\"", "\"quorum\" : \"reached\"");
    assertThat(waited).as("asked again").containsExactly("multi", "multi");

    StetRun without = copy("oci:layout:multi", shop() + ":other");
    assertThat(without.err()).doesNotContain("quorum");
    assertThat(waited).hasSize(2);
  }

  @Test
  void whatTheQuorumHasNotSignedYetIsThereAndNotDone() {
    isStetWhoseQuorum(Map.of("one", "pending", "multi", "reached"));
    StetRun run = copy("oci:layout", shop(), "--all", "--wait=quorum");
    assertThat(run.exitCode()).isEqualTo(9);
    assertThat(run.out()).contains("\tquorum pending\n", "\tquorum reached\n");
    assertThat(run.err())
        .contains("2 copied", "quorum of the log: 1 reached, 1 pending\n")
        .contains("error: the quorum of the log has not signed all yet\n", "  next: ");
    assertThat(registry.manifest("shop/api", "one")).isEqualTo(image);
  }

  @Test
  void whatTheLogDoesNotCoverIsNeverSigned() {
    isStetWhoseQuorum(Map.of("one", "not-covered", "multi", "reached"));
    StetRun run = copy("oci:layout:one", shop(), "--wait", "quorum");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("error: the log does not cover this name");
    StetRun all = copy("oci:layout", shop(), "--all", "--wait", "quorum");
    assertThat(all.exitCode()).as("of many some may not be").isZero();
    assertThat(all.err()).contains("quorum of the log: 1 reached, 1 not covered by the log\n");
  }

  @Test
  void whoDoesNotTellOfAQuorumIsNotWaitedFor() {
    isStetWhoseQuorum(Map.of());
    StetRun run = copy("oci:layout:one", shop(), "--wait", "quorum");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("error: DST does not tell whether the quorum of its log has signed");
    assertThat(copy("oci:layout:one", shop(), "--wait", "quorum", "--dry-run").exitCode()).isZero();
  }

  @Test
  void whatIsNoStetHasNoQuorum() {
    StetRun run = copy("oci:layout:one", shop(), "--wait", "quorum");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("error: --wait quorum is for a Stet, and ", " is none\n");
    assertThat(registry.asked("PUT")).isEmpty();
    StetRun folder = copy("oci:layout:one", "oci:out", "--wait", "quorum");
    assertThat(folder.exitCode()).isEqualTo(2);
    assertThat(folder.err()).contains("--wait quorum is for a registry, and DST is none");
  }

  @Test
  void aStetOnThisMachineIsToldWhoPushes() {
    List<String> actors = new CopyOnWriteArrayList<>();
    registry.rule(
        exchange -> {
          if (exchange.getRequestMethod().equals("PUT")) {
            actors.add(String.valueOf(exchange.getRequestHeaders().getFirst("Stet-Actor")));
          }
          return false;
        });
    StetRun run =
        StetRun.of(
            temp, Map.of("HOME", temp.toString(), "USER", "ann"), "copy", "oci:layout:one", shop());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(actors.getLast()).as("of the manifest").isEqualTo("ann");
  }

  @Test
  void oneRefusedTagDoesNotStopTheOthers() {
    isTaken("multi");
    StetRun run = copy("oci:layout", shop(), "--all");
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.out())
        .isEqualTo(
            """
            copied\t%1$s:one@%2$s\t%2$s\t
            refused\t%1$s:multi\t%3$s\tTAG_TAKEN
            """
                .formatted(shop(), Digest.sha256(image), Digest.sha256(index)));
    assertThat(run.err()).contains("error: shop/api:multi was not pushed", "1 copied, 1 refused");
  }

  @Test
  void aBlobThatIsNotWhatItsManifestSaysIsNotPassedOn() {
    copy("oci:layout:one", shop());
    registry.damageBlobs();
    StetRun run = copy(shop() + ":one", second.host() + "/mirror");
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err()).contains("not what its manifest says", "wanted sha256:");
    assertThat(second.has("mirror", "one")).isFalse();
    assertThat(second.blobs()).isZero();
  }

  @Test
  void aManifestThatIsNotTheDigestAskedForIsNotPassedOn() {
    copy("oci:layout:multi", shop());
    registry.rule(
        exchange -> {
          boolean child =
              exchange.getRequestMethod().equals("GET")
                  && exchange.getRequestURI().getPath().endsWith(Digest.sha256(image).toString());
          if (child) {
            exchange.getResponseHeaders().set("Content-Type", MediaTypes.OCI_INDEX);
            exchange.sendResponseHeaders(200, index.length);
            exchange.getResponseBody().write(index);
          }
          return child;
        });
    assertThat(copy(shop() + ":multi", second.host() + "/mirror").exitCode()).isEqualTo(6);
    assertThat(second.has("mirror", "multi")).isFalse();
  }

  @Test
  void aBusyRegistryIsAskedAgain() {
    AtomicInteger failures = new AtomicInteger(2);
    registry.rule(
        exchange -> {
          boolean fails =
              exchange.getRequestMethod().equals("PUT") && failures.getAndDecrement() > 0;
          if (fails) {
            exchange.getRequestBody().readAllBytes();
            FakeRegistry.answer(exchange, 503, "{}");
          }
          return fails;
        });
    assertThat(copy("oci:layout:one", shop()).exitCode()).isZero();
    assertThat(registry.manifest("shop/api", "one")).isEqualTo(image);
  }

  @Test
  void aRegistryThatWantsToBeLeftAloneForHoursIsNotWaitedFor() {
    registry.rule(
        exchange -> {
          boolean pushes = exchange.getRequestMethod().equals("POST");
          if (pushes) {
            exchange.getResponseHeaders().set("Retry-After", "21600");
            FakeRegistry.answer(exchange, 429, "{}");
          }
          return pushes;
        });
    StetRun run = copy("oci:layout:one", shop());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("next: try again in 21600 seconds, as the registry asks");
    assertThat(registry.asked("POST")).hasSizeBetween(1, 3); // each of its three blobs once at most
  }

  @Test
  void signsInWithTheFileOfDocker() throws IOException {
    registry.wantsToken("ci", "s3cret");
    assertThat(copy("oci:layout:one", shop()))
        .satisfies(
            run -> {
              assertThat(run.exitCode()).isEqualTo(4);
              assertThat(run.err()).contains("next: docker login " + registry.host());
            });
    signIn("ci", "s3cret");
    assertThat(copy("oci:layout:one", shop()).exitCode()).isZero();
    assertThat(registry.asked())
        .anyMatch(
            it ->
                it.startsWith(
                    "GET /token?service=fake&scope=repository%3Ashop%2Fapi%3Apull%2Cpush "));
    assertThat(run("copy", shop() + ":one", "oci:out").exitCode()).isZero();
  }

  @Test
  void aTokenThatLastsForEverIsTaken() throws IOException {
    registry.rule(
        exchange -> {
          boolean asked = exchange.getRequestURI().getPath().equals("/token");
          if (asked) {
            FakeRegistry.answer(
                exchange, 200, "{\"token\":\"t0k3n\",\"expires_in\":" + Long.MAX_VALUE + "}");
          }
          return asked;
        });
    registry.wantsToken("ci", "s3cret");
    signIn("ci", "s3cret");
    assertThat(copy("oci:layout:one", shop()).exitCode()).isZero();
  }

  @Test
  void signsInWithTheFileOfPodmanForAPartOfARegistry() throws IOException {
    registry.wantsToken("pod", "man");
    String right = Base64.getEncoder().encodeToString("pod:man".getBytes(StandardCharsets.UTF_8));
    String wrong = Base64.getEncoder().encodeToString("x:y".getBytes(StandardCharsets.UTF_8));
    environment.put("REGISTRY_AUTH_FILE", temp.resolve("auth.json").toString());
    Files.writeString(
        temp.resolve("auth.json"),
        "{\"auths\":{\"%1$s\":{\"auth\":\"%2$s\"},\"%1$s/shop\":{\"auth\":\"%3$s\"}}}"
            .formatted(registry.host(), wrong, right));
    assertThat(copy("oci:layout:one", shop()).exitCode()).isZero();
    assertThat(copy("oci:layout:one", registry.host() + "/other").exitCode()).isEqualTo(4);
  }

  @Test
  void signsInWithACredentialProgram() throws IOException {
    registry.wantsToken("ci", "s3cret");
    Path helper = temp.resolve("docker-credential-test");
    Files.writeString(
        helper,
        "#!/bin/sh\nread server\n[ \"$server\" = \"%s\" ] || exit 1\necho '{\"Username\":\"ci\",\"Secret\":\"s3cret\"}'\n"
            .formatted(registry.host()));
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwxr-xr-x"));
    environment.put("DOCKER_CONFIG", temp.toString());
    Files.writeString(
        temp.resolve("config.json"),
        "{\"credHelpers\":{\"%s\":\"../../../../../../../../../../%s\"}}"
            .formatted(registry.host(), "x"));
    assertThat(copy("oci:layout:one", shop()).err()).contains("no name of a program");
    Files.writeString(
        temp.resolve("config.json"),
        "{\"credHelpers\":{\"%s\":\"test\"}}".formatted(registry.host()));
    environment.put("PATH", temp + ":" + System.getenv("PATH"));
    assertThat(copy("oci:layout:one", shop()).exitCode()).isZero();
  }

  @Test
  void aDownloadThatLeadsElsewhereTakesNoCredentialsAlong() throws IOException {
    copy("oci:layout:one", second.host() + "/shop/api");
    copy("oci:layout:one", shop());
    signIn("ci", "s3cret");
    registry.wantsToken("ci", "s3cret").rule(this::redirectBlobs);
    StetRun run = copy(shop() + ":one", "oci:out");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(second.asked("GET")).filteredOn(it -> it.contains("/blobs/")).hasSize(3);
    assertThat(second.asked()).noneMatch(it -> it.contains("Basic") || it.contains("Bearer"));
  }

  private boolean redirectBlobs(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestURI().toString();
    boolean blob = exchange.getRequestMethod().equals("GET") && target.contains("/blobs/");
    if (blob) {
      exchange.getResponseHeaders().set("Location", "http://" + second.host() + target);
      exchange.sendResponseHeaders(307, -1);
    }
    return blob;
  }

  private void signIn(String user, String password) throws IOException {
    String pair = user + ":" + password;
    String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    environment.put("DOCKER_CONFIG", temp.toString());
    Files.writeString(
        temp.resolve("config.json"),
        "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry.host(), auth));
  }

  @Test
  void layoutsAndArchivesKeepTheManifest() {
    copy("oci:layout:multi", "oci:out:1.0");
    copy("oci:out:1.0", shop());
    assertThat(registry.manifest("shop/api", "1.0")).isEqualTo(index);
    assertThat(copy("oci:layout:one", "docker-archive:out.tar").exitCode()).isZero();
    copy("docker-archive:out.tar", shop() + ":archived");
    assertThat(registry.manifest("shop/api", "archived")).isEqualTo(image);
  }

  @Test
  void anImageWithoutATagIsFoundAgainInALayout() {
    copy("oci:layout:one", shop());
    copy(shop() + "@" + Digest.sha256(image), "oci:out");
    assertThat(copy("oci:out", shop() + ":back").exitCode()).isZero();
    assertThat(registry.manifest("shop/api", "back")).isEqualTo(image);
  }

  @Test
  void aChildOfAnIndexThatIsThereIsListedWhereItIsAskedForByItself() {
    copy("oci:layout:multi", shop());
    copy(shop() + ":multi", "oci:out");
    assertThat(copy(shop() + "@" + Digest.sha256(image), "oci:out").exitCode()).isZero();
    assertThat(temp.resolve("out/index.json")).content().contains(Digest.sha256(image).toString());
  }

  @Test
  void anArchiveThatFailsLeavesNothing() throws IOException {
    copy("oci:layout:one", shop());
    registry.damageBlobs();
    Path folder = Files.createDirectories(temp.resolve("archives"));
    assertThat(copy(shop() + ":one", "docker-archive:archives/a.tar").exitCode()).isEqualTo(6);
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void whatCannotBeCopiedIsExplained() throws IOException {
    Files.writeString(temp.resolve("no.tar"), "no tar");
    String[][] wrong = {
      {"2", "oci:layout", shop()},
      {"3", "oci:layout:nope", shop()},
      {"3", "oci:nowhere", shop()},
      {"3", "docker-archive:nowhere.tar", shop()},
      {"1", "docker-archive:no.tar", shop()},
      {"3", shop() + ":nope", "oci:out"},
      {"2", shop(), "oci:out"},
      {"2", "oci:layout:one", shop() + "@" + OTHER},
      {"2", "oci:layout:multi", "docker-archive:out.tar"},
      {"2", "oci:layout:one", "oci:"},
      {"2", "oci:layout:one", "oci:out", "--if-taken", "keep"},
      {"2", "oci:layout:one", shop(), "--all"},
      {"2", "oci:layout", shop() + ":x", "--all"},
    };
    for (String[] one : wrong) {
      StetRun run =
          copy(one[1], one[2], List.of(one).subList(3, one.length).toArray(String[]::new));
      assertThat(run.exitCode()).as("%s: %s", List.of(one), run.err()).hasToString(one[0]);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("error: ").doesNotContain("Exception", "\tat ");
    }
  }
}
