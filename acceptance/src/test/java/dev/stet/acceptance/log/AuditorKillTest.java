package dev.stet.acceptance.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stet.acceptance.running.Checkout;
import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.Running;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import dev.stet.log.AddCheckpoint;
import dev.stet.log.Checkpoint;
import dev.stet.log.Cosignature;
import dev.stet.log.Hash;
import dev.stet.log.KeyType;
import dev.stet.log.Note;
import dev.stet.log.Proofs;
import dev.stet.log.SigningKey;
import dev.stet.log.Tile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random points never brings an auditor to sign against what it has signed: no
 * two roots of a size, nothing smaller after something larger. After each kill it is shown an older
 * state of the log first, which one that forgot would sign. What it keeps is whole, and it goes on.
 */
class AuditorKillTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String BEGUN = "asked at"; // it says so once it listens
  private static final int LIFE = 3000; // milliseconds at most
  private static final int PAUSE = 5; // milliseconds between two requests

  private final SigningKey key =
      SigningKey.generate("auditor.example/killed", KeyType.COSIGNATURE, new SecureRandom());
  private final @AutoClose HttpClient http = HttpClient.newHttpClient();
  private final @AutoClose ExecutorService pusher = Executors.newSingleThreadExecutor();
  private final @AutoClose StetProcess stet;
  private final @AutoClose RegistryClient registry;
  private final HttpServer view; // the log, as the auditor is shown it
  private final Path folder;
  private final int port;
  private volatile Optional<Note> shown = Optional.empty(); // in place of the newest checkpoint
  private final Map<Long, Hash> roots = new HashMap<>(); // that it has signed, by their size
  private Optional<Note> last = Optional.empty(); // that it has signed
  private Optional<Note> older = Optional.empty(); // that it has signed before that
  private long signed; // the largest that it has signed
  private long known; // what it is taken to have signed last

  AuditorKillTest(@TempDir Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.stet = StetProcess.start(folder.resolve("data"), Map.of("STET_LOG_AUDITOR", "false"));
    this.registry = stet.client();
    this.port = freePort();
    this.view = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    view.createContext("/log/", this::show);
    view.start();
    Files.writeString(folder.resolve("auditor.key"), key.encoded() + "\n");
  }

  private void show(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring("/log/".length());
      if (path.equals("checkpoint") && shown.isPresent()) {
        answer(exchange, 200, shown.get().encoded().getBytes(UTF_8));
      } else {
        HttpResponse<byte[]> file = registry.log(path);
        answer(exchange, file.statusCode(), file.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @AfterEach
  void close() {
    view.stop(0);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void tenKills(TestReporter reporter) throws Exception {
    killedWhileTheLogGrows(10, reporter);
  }

  @Test
  @Tag("nightly")
  void twoHundredKills(TestReporter reporter) throws Exception {
    killedWhileTheLogGrows(200, reporter);
  }

  private void killedWhileTheLogGrows(int kills, TestReporter reporter) throws Exception {
    long seed = Long.getLong("stet.seed", new Random().nextLong());
    reporter.publishEntry("stet.seed", Long.toString(seed));
    Random random = new Random(seed);
    TestImage image = pushed();
    AtomicBoolean done = new AtomicBoolean();
    Future<Integer> pushes = pusher.submit(() -> pushUntil(done, image));
    int cosigned = 0;
    try {
      for (int i = 0; i < kills || cosigned == 0; i++) {
        cosigned += askUntilKilled(i % 2 == 0 ? BEGUN : "", random.nextInt(LIFE));
      }
    } finally {
      done.set(true);
    }
    reporter.publishEntry("cosigned", Integer.toString(cosigned));
    assertThat(pushes.get()).isPositive();
    assertGoesOn();
  }

  private TestImage pushed() throws IOException, InterruptedException {
    TestImage image = TestImage.small();
    for (byte[] blob : List.of(image.layer(), image.config())) {
      assertThat(registry.pushBlob("shop/api", blob).statusCode()).isEqualTo(201);
    }
    return image;
  }

  private int pushUntil(AtomicBoolean done, TestImage image)
      throws IOException, InterruptedException {
    int count = 0;
    while (!done.get()) {
      HttpResponse<byte[]> answer = registry.pushManifest("shop/api", "t" + count, image);
      assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(201);
      count++;
    }
    return count;
  }

  private Command auditor() {
    return Checkout.auditor()
        .with("audit-log", "--log", "http://127.0.0.1:" + view.getAddress().getPort() + "/log/")
        .with("--key", logKey(), "--data", folder.resolve("audit"))
        .with("--signing-key", folder.resolve("auditor.key"));
  }

  private String logKey() {
    try {
      return SigningKey.parse(Files.readString(folder.resolve("data/keys/log.key")).strip())
          .verifier()
          .toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Asks it for one signature after the other, until it is killed.
   *
   * @param millis how long after the sign; after its start if that is empty
   */
  private int askUntilKilled(String sign, int millis) throws IOException, InterruptedException {
    int cosigned = 0;
    shown = older;
    known = 0;
    try (Running auditor = sign.isEmpty() ? listening().start() : listening().startUntil(sign)) {
      Thread killer = Thread.ofVirtual().start(() -> killAfter(auditor, millis));
      while (!auditor.process().waitFor(PAUSE, TimeUnit.MILLISECONDS)) {
        cosigned += ask() ? 1 : 0;
      }
      killer.join();
      assertThat(auditor.output().toString()).doesNotContain("Exception", "stet: ");
    }
    return cosigned;
  }

  private Command listening() {
    return auditor().with("--listen", "127.0.0.1:" + port, "--every", "1s");
  }

  private static void killAfter(Running auditor, int millis) {
    try {
      if (!auditor.process().waitFor(millis, TimeUnit.MILLISECONDS)) {
        auditor.process().destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks for a signature under the newest checkpoint; whether there is one, which is recorded. */
  private boolean ask() throws IOException, InterruptedException {
    Note head = Note.parse(registry.checkpoint().body());
    Checkpoint checkpoint = Checkpoint.parse(head.text());
    List<Hash> proof =
        known == 0 || known == checkpoint.size()
            ? List.of()
            : Proofs.consistency(known, checkpoint.size(), this::tile);
    return switch (answer(new AddCheckpoint(known, proof, head))) {
      case AddCheckpoint.Cosigned cosigned -> {
        record(checkpoint, head, cosigned);
        yield true;
      }
      case AddCheckpoint.OtherSize(long size) -> {
        assertThat(size).as("what it says that it has signed").isGreaterThanOrEqualTo(signed);
        known = size;
        shown = Optional.empty(); // it has said what it remembers
        yield false;
      }
      case AddCheckpoint.Unexpected _ -> false; // not yet, or not any more
      case AddCheckpoint.Answer other -> throw new AssertionError("it answered " + other);
    };
  }

  private void record(Checkpoint checkpoint, Note head, AddCheckpoint.Cosigned answer) {
    assertThat(answer.signatures())
        .anyMatch(it -> Cosignature.time(key.verifier(), it, head.text()).isPresent());
    assertThat(checkpoint.size()).as("signed after a larger").isGreaterThanOrEqualTo(signed);
    Hash before = roots.putIfAbsent(checkpoint.size(), checkpoint.root());
    assertThat(before).as("the root of size %d", checkpoint.size()).isIn(null, checkpoint.root());
    if (checkpoint.size() > signed) {
      older = last;
      last = Optional.of(head);
    }
    signed = checkpoint.size();
    known = signed;
  }

  private AddCheckpoint.Answer answer(AddCheckpoint request) throws InterruptedException {
    URI url = URI.create("http://127.0.0.1:" + port + AddCheckpoint.PATH);
    try {
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(url)
                  .timeout(PATIENCE)
                  .POST(BodyPublishers.ofString(request.text()))
                  .build(),
              BodyHandlers.ofByteArray());
      String type = answer.headers().firstValue("Content-Type").orElse("");
      return AddCheckpoint.Answer.of(answer.statusCode(), type, answer.body());
    } catch (IOException e) {
      return new AddCheckpoint.Unexpected(503, "it does not run");
    }
  }

  private byte[] tile(Tile tile) {
    try {
      HttpResponse<byte[]> answer = registry.log(tile.path());
      assertThat(answer.statusCode()).as(tile.path()).isEqualTo(200);
      return answer.body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What it keeps is whole: it takes up where it was, and signs all there is. */
  private void assertGoesOn() throws IOException, InterruptedException {
    shown = Optional.empty();
    long size = Checkpoint.parse(Note.parse(registry.checkpoint().body()).text()).size();
    assertThat(auditor().with("--once").run().successfully().output())
        .contains(size + " entries, " + (size - 1) + " tags, signed up to " + size);
    try (Running _ = listening().startUntil(BEGUN)) {
      known = 0;
      boolean atOnce = ask();
      assertThat(atOnce || ask()).as("signed, once it is known what it has signed").isTrue();
    }
    assertThat(signed).isEqualTo(size);
  }
}
