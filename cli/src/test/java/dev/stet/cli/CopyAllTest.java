package dev.stet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.stet.cli.copy.TestLayout;
import dev.stet.cli.registry.FakeRegistry;
import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** copy --all and --registry between registries that behave as each test tells them. */
class CopyAllTest {
  private final @AutoClose FakeRegistry old = new FakeRegistry();
  private final @AutoClose FakeRegistry stet = new FakeRegistry();
  private final Map<String, String> environment = new HashMap<>();
  private @TempDir Path temp = Path.of("");
  private TestLayout layout = new TestLayout(temp);
  private byte[] image = {};
  private byte[] other = {};
  private byte[] index = {};
  private final AtomicReference<String> made = new AtomicReference<>("");

  @BeforeEach
  void makeImages() throws IOException {
    layout = new TestLayout(temp.resolve("layout"));
    image = layout.image(1, 20_000);
    other = layout.image(2, 1000);
    index = layout.index(image, other);
  }

  /** An image of an old repository that several tests begin with. */
  private void fill(String repository) {
    assertThat(run("copy", "--all", "oci:layout", old.host() + "/" + repository).exitCode())
        .isZero();
    old.forget();
  }

  private StetRun run(String... arguments) {
    return StetRun.of(temp, environment, arguments);
  }

  private StetRun move(String... more) {
    String[] arguments = new String[more.length + 4];
    arguments[0] = "copy";
    arguments[1] = "--all";
    arguments[2] = old.host() + "/shop/api";
    arguments[3] = stet.host() + "/shop/api";
    System.arraycopy(more, 0, arguments, 4, more.length);
    return run(arguments);
  }

  private String there(String tag) {
    return stet.host() + "/shop/api:" + tag;
  }

  private static String digest(byte[] manifest) {
    return Digest.sha256(manifest).toString();
  }

  /** Answers a PUT of a tag with a refusal, as Stet does. */
  private void refuses(String tag, String reason) {
    stet.rule(
        exchange -> {
          boolean refused = isPut(exchange, tag);
          if (refused) {
            exchange.getRequestBody().readAllBytes();
            FakeRegistry.answer(
                exchange,
                409,
                "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no %s here\",\"detail\":{\"reason\":\"%s\"}}]}"
                    .formatted(tag, reason));
          }
          return refused;
        });
  }

  private static boolean isPut(HttpExchange exchange, String reference) {
    return exchange.getRequestMethod().equals("PUT")
        && exchange.getRequestURI().getPath().endsWith("/manifests/" + reference);
  }

  @Test
  void everyTagOfEveryPageIsCopiedAndTheSummaryCounts() throws IOException {
    for (int i = 0; i < 5; i++) {
      layout.name("1." + i, MediaTypes.OCI_IMAGE, layout.image(10 + i, 500));
    }
    layout.name("multi", MediaTypes.OCI_INDEX, index);
    fill("shop/api");
    StetRun run = move();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .hasSize(6)
        .allMatch(line -> line.startsWith("copied\t" + stet.host() + "/shop/api:"));
    assertThat(run.err())
        .contains("copied " + there("multi") + "\n")
        .containsPattern(
            "\n6 copied; 21 blobs copied \\(\\d+\\.\\d kB\\), 0 mounted, 0 already there\n$");
    assertThat(stet.manifest("shop/api", "multi")).isEqualTo(index);
    assertThat(stet.manifest("shop/api", digest(image))).isEqualTo(image);
  }

  @Test
  void whatIsThereIsFoundOutByHeadAndNotSentAgain() throws IOException {
    layout.name("one", MediaTypes.OCI_IMAGE, image).name("multi", MediaTypes.OCI_INDEX, index);
    fill("shop/api");
    move();
    stet.forget();
    StetRun again = move("-o", "json");
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).contains("\"present\" : 2", "\"outcome\" : \"present\"");
    assertThat(stet.asked()).allMatch(it -> it.startsWith("HEAD ") || it.startsWith("GET /api/"));
    assertThat(move("-q").out().lines()).containsExactlyInAnyOrder(digest(image), digest(index));
  }

  @Test
  void whatRefersToAnImageComesAlong() throws IOException {
    byte[] signature = layout.referrer(image, "signature");
    byte[] second = layout.referrer(image, "second signature");
    byte[] about = layout.referrer(signature, "about the signature");
    byte[] whole = layout.referrer(index, "about all platforms");
    layout.name("multi", MediaTypes.OCI_INDEX, index);
    for (byte[] referrer : List.of(signature, second, about, whole)) {
      layout.list(MediaTypes.OCI_IMAGE, referrer);
    }
    fill("shop/api");
    old.listsReferrers();
    StetRun run = move();
    assertThat(run.exitCode()).as(run.err()).isZero();
    for (byte[] referrer : List.of(signature, second, about, whole)) {
      assertThat(stet.manifest("shop/api", digest(referrer))).isEqualTo(referrer);
    }
    assertThat(run.err()).contains("does not list what refers to an image");
    assertThat(stet.asked("PUT").stream().filter(it -> it.contains("/manifests/")).toList())
        .as("the image first")
        .startsWith(
            "/v2/shop/api/manifests/" + digest(image),
            "/v2/shop/api/manifests/" + digest(other),
            "/v2/shop/api/manifests/multi");
  }

  @Test
  void aSignatureThatCameLaterIsCopiedToAnImageThatIsThere() throws IOException {
    layout.name("one", MediaTypes.OCI_IMAGE, image);
    fill("shop/api");
    old.listsReferrers();
    stet.listsReferrers();
    move();
    byte[] signature = layout.referrer(image, "signature");
    layout.list(MediaTypes.OCI_IMAGE, signature);
    fill("shop/api");
    StetRun run = move();
    assertThat(run.out()).startsWith("already there\t");
    assertThat(stet.manifest("shop/api", digest(signature))).isEqualTo(signature);
    assertThat(run.err()).doesNotContain("does not list");
  }

  @Test
  void referrersThatReferToEachOtherAreAskedForOnce() throws IOException {
    layout.name("one", MediaTypes.OCI_IMAGE, image).name("two", MediaTypes.OCI_IMAGE, other);
    fill("shop/api");
    old.rule(
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          if (!path.contains("/referrers/")) {
            return false;
          }
          byte[] next = path.endsWith(digest(image)) ? other : image;
          FakeRegistry.answer(
              exchange,
              200,
              "{\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}]}"
                  .formatted(MediaTypes.OCI_IMAGE, digest(next), next.length));
          return true;
        });
    assertThat(move().exitCode()).isZero();
    assertThat(old.asked("GET")).filteredOn(it -> it.contains("/referrers/")).hasSize(2);
  }

  @Test
  void whatToolsKeepUnderADigestIsCopiedAfterTheImages() throws IOException {
    String hex = Digest.sha256(image).hex();
    byte[] signature = layout.referrer(image, "signature");
    layout
        .name("sha256-" + hex, MediaTypes.OCI_INDEX, layout.index(signature))
        .name("sha256-" + hex + ".sig", MediaTypes.OCI_IMAGE, other)
        .name("zz", MediaTypes.OCI_IMAGE, image);
    fill("shop/api");
    assertThat(move().exitCode()).isZero();
    List<String> puts =
        stet.asked("PUT").stream().filter(it -> it.contains("/manifests/")).toList();
    assertThat(puts.getFirst()).endsWith("/manifests/zz");
    assertThat(puts).hasSize(4);
    assertThat(stet.manifest("shop/api", digest(signature))).isEqualTo(signature);
  }

  @Test
  void whatCannotBeCopiedIsListedAndDoesNotStopTheOthers() throws IOException {
    layout
        .name("broken", MediaTypes.OCI_INDEX, index)
        .name("lost", MediaTypes.OCI_IMAGE, other)
        .name("whole", MediaTypes.OCI_IMAGE, layout.image(3, 100));
    fill("shop/api");
    old.lose("shop/api", digest(image));
    old.rule(
        exchange -> {
          boolean lost = exchange.getRequestURI().getPath().endsWith("/manifests/lost");
          if (lost) {
            FakeRegistry.answer(
                exchange,
                404,
                "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}");
          }
          return lost;
        });
    StetRun run = move();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "failed\t" + there("lost") + "\t\tmanifest unknown (404 MANIFEST_UNKNOWN)\n",
            "failed\t" + there("broken") + "\t\t",
            "copied\t" + there("whole") + "@");
    assertThat(run.err())
        .contains(
            "error: "
                + there("lost")
                + " was not copied\n  shop/api has no manifest lost to read\n",
            "failed " + there("lost") + "\n");
    assertThat(stet.has("shop/api", "broken")).isFalse();
    assertThat(move("-o", "name").out()).startsWith(there("whole") + "@").hasLineCount(1);
  }

  @Test
  void aManifestOfAFormThatNobodyKnowsIsListed() throws IOException {
    layout.name("one", MediaTypes.OCI_IMAGE, image).name("two", MediaTypes.OCI_IMAGE, other);
    fill("shop/api");
    old.rule(
        exchange -> {
          boolean schema1 = exchange.getRequestURI().getPath().endsWith("/manifests/one");
          if (schema1) {
            byte[] body = "{\"schemaVersion\":1}".getBytes(StandardCharsets.UTF_8);
            exchange
                .getResponseHeaders()
                .set("Content-Type", "application/vnd.docker.distribution.manifest.v1+prettyjws");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
          return schema1;
        });
    StetRun run = move();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "error: "
                + there("one")
                + " was not copied\n  manifest one of shop/api cannot be copied",
            "schemaVersion");
    assertThat(run.out()).contains("copied\t" + there("two") + "@");
  }

  @Test
  void aTakenTagIsListedWithBothDigests() throws IOException {
    layout.name("one", MediaTypes.OCI_IMAGE, image).name("two", MediaTypes.OCI_IMAGE, other);
    fill("shop/api");
    run("copy", "oci:layout:two", there("one"));
    refuses("one", "TAG_TAKEN");
    StetRun run = move();
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.out())
        .contains(
            "refused\t%s@%s\t%s\tTAG_TAKEN\n".formatted(there("one"), digest(other), digest(image)),
            "copied\t" + there("two"));
    assertThat(move("-o", "json").out())
        .contains(
            "\"outcome\" : \"refused\"",
            "\"reason\" : \"TAG_TAKEN\"",
            "\"note\" : \"no one here (409 DENIED, TAG_TAKEN)\"",
            "\"source\" : \"" + digest(image) + "\"");
  }

  @Test
  void aRollingNameIsSkipped() throws IOException {
    layout.name("latest", MediaTypes.OCI_IMAGE, image).name("1.0", MediaTypes.OCI_IMAGE, image);
    fill("shop/api");
    refuses("latest", "ROLLING_NAME");
    StetRun run = move();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "skipped\t%s\t%s\tis a name that moves; --channels makes it a channel\n"
                .formatted(there("latest"), digest(image)));
    assertThat(run.err()).contains("1 copied, 1 skipped;").doesNotContain("error:");
    assertThat(move("-q").out()).isEqualTo(digest(image) + "\n");
  }

  @Test
  void aRehearsalSendsNothingAndForetells() throws IOException {
    layout.name("one", MediaTypes.OCI_IMAGE, image).name("two", MediaTypes.OCI_IMAGE, other);
    fill("shop/api");
    run("copy", "oci:layout:two", there("one"));
    answersAsStet();
    stet.forget();
    StetRun run = move("--dry-run");
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.out())
        .contains(
            "would be refused\t%s@%s\t%s\tTAG_TAKEN\n"
                .formatted(there("one"), digest(other), digest(image)),
            "would be copied\t" + there("two") + "@");
    assertThat(run.err()).contains("would be: 1 copied, 1 refused;");
    assertThat(stet.asked()).allMatch(it -> it.startsWith("HEAD ") || it.startsWith("GET "));
  }

  @Test
  void whatToolsKeepMayMoveAlsoInARehearsal() throws IOException {
    String tag = "sha256-" + Digest.sha256(image).hex() + ".sig";
    layout.name(tag, MediaTypes.OCI_IMAGE, image).name("two", MediaTypes.OCI_IMAGE, other);
    fill("shop/api");
    run("copy", "oci:layout:two", there(tag));
    answersAsStet();
    StetRun run = move("--dry-run");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("copied\t" + there(tag) + "@");
  }

  @Test
  void aRegistryWhoseTagsMoveRefusesNothing() throws IOException {
    layout.name("one", MediaTypes.OCI_IMAGE, image).name("two", MediaTypes.OCI_IMAGE, other);
    fill("shop/api");
    run("copy", "oci:layout:two", there("one"));
    assertThat(move("--dry-run").exitCode()).isZero();
  }

  private void answersAsStet(String... channels) {
    String names =
        List.of(channels).stream()
            .map(name -> "{\"name\":\"" + name + "\"}")
            .reduce((a, b) -> a + "," + b)
            .orElse("");
    stet.rule(
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          if (path.equals("/api/v1/version")) {
            FakeRegistry.answer(exchange, 200, "{\"apiVersion\":\"stet.dev/v1\"}");
            return true;
          }
          boolean mine = path.startsWith("/api/v1/repositories/");
          if (mine && exchange.getRequestMethod().equals("GET")) {
            FakeRegistry.answer(exchange, 200, "{\"channels\":[" + names + "]}");
          } else if (mine) {
            made.set(
                FakeRegistry.authorization(exchange)
                    + " "
                    + exchange.getRequestURI()
                    + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            boolean known = !FakeRegistry.authorization(exchange).isEmpty();
            FakeRegistry.answer(
                exchange,
                known ? 201 : 401,
                known ? "{\"name\":\"latest\"}" : "{\"code\":\"UNAUTHORIZED\"}");
          }
          return mine;
        });
  }

  @Test
  void aRollingNameBecomesAChannelOfTheTagThatStandsForItsImage() throws IOException {
    layout
        .name("latest", MediaTypes.OCI_IMAGE, image)
        .name("1", MediaTypes.OCI_IMAGE, image)
        .name("1.0.3", MediaTypes.OCI_IMAGE, image)
        .name("9.9.9", MediaTypes.OCI_IMAGE, other);
    fill("shop/api");
    refuses("latest", "ROLLING_NAME");
    answersAsStet();
    environment.put("STET_TOKEN", "t0k3n");
    StetRun run = move("--channels");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("channel\t" + there("latest") + "@" + digest(image) + "\t");
    assertThat(made.get())
        .isEqualTo(
            "Bearer t0k3n /api/v1/repositories/shop%2Fapi/channels {\"name\":\"latest\",\"tag\":\"1.0.3\"}");
    assertThat(run.err()).contains("3 copied, 1 channel;");
  }

  @Test
  void aChannelNeedsATagThatStands() throws IOException {
    layout.name("latest", MediaTypes.OCI_IMAGE, image).name("1.0", MediaTypes.OCI_IMAGE, other);
    fill("shop/api");
    refuses("latest", "ROLLING_NAME");
    answersAsStet();
    StetRun run = move("--channels");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("\ta channel points to a tag, and no tag stands for its image\n");
    assertThat(made.get()).isEmpty();
  }

  @Test
  void aChannelIsMadeOnlyWithTheToken() throws IOException {
    layout.name("latest", MediaTypes.OCI_IMAGE, image).name("1.0", MediaTypes.OCI_IMAGE, image);
    fill("shop/api");
    refuses("latest", "ROLLING_NAME");
    answersAsStet();
    StetRun run = move("--channels");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("channel shop/api:latest was not created", "set STET_TOKEN");
    assertThat(run.out()).contains("copied\t" + there("1.0"));
  }

  @Test
  void aChannelThatIsThereMovesOnlyWhenThatIsAskedFor() throws IOException {
    layout.name("latest", MediaTypes.OCI_IMAGE, image).name("2.0", MediaTypes.OCI_IMAGE, image);
    fill("shop/api");
    run("copy", "oci:layout:2.0", there("2.0"));
    run("copy", "--all", "oci:layout", stet.host() + "/shop/other");
    byte[] older = layout.image(7, 10);
    layout.name("older", MediaTypes.OCI_IMAGE, older);
    run("copy", "oci:layout:older", there("latest"));
    answersAsStet("latest");
    assertThat(move().out()).contains("skipped\t" + there("latest") + "\t");
    assertThat(stet.manifest("shop/api", "latest")).isEqualTo(older);
    assertThat(move("--channels", "--dry-run").out())
        .contains("would be a channel\t" + there("latest"));
    assertThat(stet.manifest("shop/api", "latest")).isEqualTo(older);
    assertThat(move("--channels").out()).contains("channel\t" + there("latest") + "@");
    assertThat(stet.manifest("shop/api", "latest")).isEqualTo(image);
    assertThat(move().out()).contains("already there\t" + there("latest") + "@");
  }

  @Test
  void whatStandsIsKeptWhereThatIsAskedFor() throws IOException {
    layout.name("one", MediaTypes.OCI_IMAGE, image).name("two", MediaTypes.OCI_IMAGE, other);
    fill("shop/api");
    stet.rule(
        exchange -> {
          boolean keeps =
              isPut(exchange, "one")
                  && "keep".equals(exchange.getRequestHeaders().getFirst("Stet-If-Taken"));
          if (keeps) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Docker-Content-Digest", digest(other));
            exchange.sendResponseHeaders(201, -1);
          }
          return keeps;
        });
    StetRun run = move("--if-taken", "keep");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("kept\t%s@%s\t".formatted(there("one"), digest(other)));
    assertThat(run.err()).contains("1 copied, 1 kept;");
  }

  @Test
  void whatManyImagesShareIsAskedForAndSentOnce() throws IOException {
    for (int i = 0; i < 20; i++) {
      layout
          .name("index-" + i, MediaTypes.OCI_INDEX, layout.index(image, layout.image(20 + i, 10)))
          .name("note-" + i, MediaTypes.OCI_IMAGE, layout.referrer(other, "note " + i));
    }
    fill("shop/api");
    assertThat(move("--jobs", "16").exitCode()).isZero();
    String emptyConfig = digest("{}".getBytes(StandardCharsets.UTF_8));
    assertThat(stet.asked("HEAD"))
        .filteredOn(it -> it.endsWith("/blobs/" + emptyConfig) || it.endsWith(digest(image)))
        .hasSize(2);
    assertThat(stet.asked("PUT"))
        .filteredOn(it -> it.contains(emptyConfig) || it.endsWith(digest(image)))
        .hasSize(2);
  }

  @Test
  void imagesAreCopiedAtTheSameTime() throws IOException {
    for (int i = 0; i < 6; i++) {
      layout.name("t" + i, MediaTypes.OCI_IMAGE, layout.image(20 + i, 10));
    }
    fill("shop/api");
    CountDownLatch three = new CountDownLatch(3);
    AtomicBoolean met = new AtomicBoolean(true);
    old.rule(
        exchange -> {
          if (exchange.getRequestURI().getPath().contains("/manifests/t")) {
            three.countDown();
            met.compareAndSet(true, awaits(three));
          }
          return false;
        });
    assertThat(move("--jobs", "3").exitCode()).isZero();
    assertThat(met).isTrue();
  }

  private static boolean awaits(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSourceThatDiesIsBlamedAndTheSameCommandGoesOn() throws IOException {
    for (int i = 0; i < 4; i++) {
      layout.name("t" + i, MediaTypes.OCI_IMAGE, layout.image(20 + i, 10));
    }
    fill("shop/api");
    AtomicBoolean dead = new AtomicBoolean();
    old.rule(
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          dead.compareAndSet(false, path.endsWith("/manifests/t2"));
          if (dead.get()) {
            exchange.close();
          }
          return dead.get();
        });
    StetRun run = move("--jobs", "1");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).hasLineCount(2).contains(there("t0"), there("t1"));
    assertThat(run.err())
        .contains(
            "error: no answer from http://" + old.host(),
            "next: run the same command again: what is there is not sent again")
        .containsOnlyOnce("error:");
    assertThat(stet.has("shop/api", "t2")).isFalse();
    old.forgetRules();
    stet.forget();
    StetRun again = move();
    assertThat(again.exitCode()).isZero();
    assertThat(again.err()).contains("2 copied, 2 already there;");
    assertThat(stet.asked("PUT")).noneMatch(it -> it.contains("/t0") || it.contains("/t1"));
  }

  @Test
  void aDestinationThatLetsNobodyInIsReportedOnce() throws IOException {
    layout.name("one", MediaTypes.OCI_IMAGE, image).name("two", MediaTypes.OCI_IMAGE, other);
    fill("shop/api");
    stet.rule(
        exchange -> {
          FakeRegistry.answer(
              exchange, 403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\"}]}");
          return true;
        });
    StetRun run = move("--jobs", "1");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).containsOnlyOnce("error:").contains("docker login " + stet.host());
  }

  @Test
  void aFolderKeepsWhatHasNoTagAndGivesItBack() throws IOException {
    byte[] signature = layout.referrer(image, "signature");
    layout.name("one", MediaTypes.OCI_IMAGE, image).list(MediaTypes.OCI_IMAGE, signature);
    fill("shop/api");
    old.listsReferrers();
    assertThat(run("copy", "--all", old.host() + "/shop/api", "oci:backup").exitCode()).isZero();
    StetRun back = run("copy", "--all", "oci:backup", stet.host() + "/shop/api", "-q");
    assertThat(back.exitCode()).as(back.err()).isZero();
    assertThat(back.out().lines()).containsExactly(digest(image), digest(signature));
    assertThat(stet.manifest("shop/api", digest(signature))).isEqualTo(signature);
  }

  @Test
  void aNextPageIsAskedOfTheRegistryItself() throws IOException {
    layout.name("one", MediaTypes.OCI_IMAGE, image).name("two", MediaTypes.OCI_IMAGE, other);
    fill("shop/api");
    tagsInPages("http://behind.the.proxy:5000/v2/shop/api/tags/list?last=one");
    assertThat(move("-o", "name").out())
        .isEqualTo(
            "%s@%s\n%s@%s\n".formatted(there("one"), digest(image), there("two"), digest(other)));
  }

  @Test
  void pagesThatLeadInACircleEnd() throws IOException {
    layout.name("one", MediaTypes.OCI_IMAGE, image);
    fill("shop/api");
    tagsInPages("/v2/shop/api/tags/list");
    StetRun run = move();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("the tags of shop/api cannot be listed", "in a circle");
  }

  private void tagsInPages(String next) {
    old.rule(
        exchange -> {
          boolean first = exchange.getRequestURI().toString().endsWith("/tags/list");
          if (first) {
            exchange.getResponseHeaders().set("Link", "<" + next + ">; rel=\"next\"");
            FakeRegistry.answer(exchange, 200, "{\"tags\":[\"one\"]}");
          }
          return first;
        });
  }

  @Test
  void progressOnATerminalIsOneBlock() throws IOException {
    layout.name("one", MediaTypes.OCI_IMAGE, image);
    fill("shop/api");
    StetRun run =
        StetRun.onTerminal(
            temp, Map.of(), "copy", "--all", old.host() + "/shop/api", stet.host() + "/shop/api");
    assertThat(run.err()).matches("1 copied; 3 blobs copied .*\n");
    assertThat(run.out()).startsWith("OUTCOME  IMAGE ").contains("\ncopied   " + there("one"));
  }

  @Test
  void whatCannotBeMeantIsExplained() {
    String[][] wrong = {
      {"--all", old.host() + "/a:1", stet.host() + "/b"},
      {"--all", old.host() + "/a", stet.host() + "/b:1"},
      {"--all", old.host() + "/a", stet.host() + "/b", "--jobs", "0"},
      {"--all", old.host() + "/a", stet.host() + "/b", "--jobs", "65"},
      {"--all", old.host() + "/a", stet.host() + "/b", "--jobs", "many"},
      {"--all", old.host() + "/a", "oci:out", "--channels"},
      {old.host() + "/a:1", stet.host() + "/b", "--channels"},
      {"--registry", old.host() + "/a", stet.host()},
      {"--registry", "oci:layout", stet.host()},
      {"--registry", old.host(), stet.host() + "/UPPER"},
    };
    for (String[] one : wrong) {
      String[] arguments = Stream.concat(Stream.of("copy"), Stream.of(one)).toArray(String[]::new);
      StetRun run = run(arguments);
      assertThat(run.exitCode()).as("%s: %s", List.of(one), run.err()).isEqualTo(2);
      assertThat(run.err()).contains("error: ", "next: ").doesNotContain("Exception");
    }
    assertThat(old.asked()).isEmpty();
    assertThat(stet.asked()).isEmpty();
  }
}
