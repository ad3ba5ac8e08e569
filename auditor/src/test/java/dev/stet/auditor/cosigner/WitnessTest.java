package dev.stet.auditor.cosigner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.auditor.TestLog;
import dev.stet.log.AddCheckpoint;
import dev.stet.log.Checkpoint;
import dev.stet.log.EvidenceFile;
import dev.stet.log.Hash;
import dev.stet.log.KeyType;
import dev.stet.log.Note;
import dev.stet.log.Proofs;
import dev.stet.log.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The witness protocol over HTTP: each status, and what is on disk when it is answered. */
class WitnessTest {
  private static final SigningKey KEY =
      SigningKey.generate("witness.example/w", KeyType.COSIGNATURE, new SecureRandom());
  private static final String HASH = Cosigner.originHash(TestLog.ORIGIN);

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private TestLog log;
  private CosignerServer server;

  @BeforeEach
  void start() throws IOException {
    log = new TestLog().begin().grow(9);
    server = serve();
  }

  private CosignerServer serve() throws IOException {
    Witness witness = new Witness(folder, KEY, List.of(log.key().verifier()), Clock.systemUTC());
    return CosignerServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), witness, List::of);
  }

  @AfterEach
  void stop() {
    server.close();
    log.close();
    client.close();
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    URI url = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    return client.send(
        HttpRequest.newBuilder(url).method(method, BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> ask(long old, List<Hash> proof, Note checkpoint)
      throws IOException, InterruptedException {
    return send("POST", "/add-checkpoint", new AddCheckpoint(old, proof, checkpoint).text());
  }

  private HttpResponse<String> askFrom(long old, Note checkpoint)
      throws IOException, InterruptedException {
    long size = Checkpoint.parse(checkpoint.text()).size();
    return ask(old, Proofs.consistency(old, size, log.tiles()), checkpoint);
  }

  private static AddCheckpoint.Answer answer(HttpResponse<String> response) {
    return AddCheckpoint.Answer.of(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.body().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void itSignsALogThatGrows() throws Exception {
    Note ten = log.publish();
    Note thousand = log.grow(990).publish();

    assertThat(answer(ask(0, List.of(), ten)))
        .isInstanceOfSatisfying(
            AddCheckpoint.Cosigned.class,
            it -> assertThat(it.good(List.of(KEY.verifier()), ten.text())).hasSize(1));
    assertThat(askFrom(10, thousand).statusCode()).isEqualTo(200);
    assertThat(ask(1000, List.of(), thousand).statusCode()).isEqualTo(200);
  }

  @Test
  void whatItSignedIsOnDiskWhole() throws Exception {
    Note ten = log.publish();
    ask(0, List.of(), ten);

    Note kept = Note.parse(Files.readAllBytes(folder.resolve(HASH + ".checkpoint")));

    assertThat(kept.text()).isEqualTo(ten.text());
    assertThat(kept.verifiedBy(List.of(log.key().verifier(), KEY.verifier()))).hasSize(2);
    server.close();
    server = serve();
    assertThat(answer(ask(0, List.of(), ten))).isEqualTo(new AddCheckpoint.OtherSize(10));
    assertThat(send("GET", "/" + HASH + "/checkpoint", "").body()).isEqualTo(kept.encoded());
  }

  @Test
  void whatCannotBeKeptIsNotSigned() throws Exception {
    Note ten = log.publish();
    Path inTheWay = Files.createDirectories(folder.resolve(HASH + ".checkpoint/in-the-way"));

    assertThat(ask(0, List.of(), ten).statusCode()).isEqualTo(503);

    Files.delete(inTheWay);
    Files.delete(folder.resolve(HASH + ".checkpoint"));
    assertThat(ask(0, List.of(), ten).statusCode()).isEqualTo(200);
  }

  @Test
  void monitorsSeeWhatItSigned() throws Exception {
    assertThat(send("GET", "/" + HASH + "/checkpoint", "").statusCode()).isEqualTo(404);
    Note ten = log.publish();
    ask(0, List.of(), ten);

    HttpResponse<String> shown = send("GET", "/" + HASH + "/checkpoint", "");

    assertThat(Note.parse(shown.body().getBytes(StandardCharsets.UTF_8)).text())
        .isEqualTo(ten.text());
    assertThat(shown.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
  }

  @Test
  void anotherOldSizeIsAConflict() throws Exception {
    ask(0, List.of(), log.publish());
    Note twenty = log.grow(10).publish();

    HttpResponse<String> response = askFrom(5, twenty);

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
    assertThat(response.body()).isEqualTo("10\n");
  }

  @Test
  void anotherHistoryIsRefused() throws Exception {
    ask(0, List.of(), log.publish());
    try (TestLog fork = log.fork(5)) {
      Note same = fork.assign("shop/api", "evil").grow(4).publish();
      Note longer = fork.grow(10).publish();

      assertThat(ask(10, List.of(), same).statusCode()).isEqualTo(422);
      assertThat(ask(10, Proofs.consistency(10, 20, fork.tiles()), longer).statusCode())
          .isEqualTo(422);
    }
    EvidenceFile file = EvidenceFile.parse(Files.readAllBytes(folder.resolve(HASH + ".evidence")));
    assertThat(file.claim()).isEqualTo("fork");
    assertThat(file.verify().unless()).isEmpty();
  }

  @Test
  void aProofThatIsMissingIsRefused() throws Exception {
    ask(0, List.of(), log.publish());
    assertThat(ask(10, List.of(), log.grow(5).publish()).statusCode()).isEqualTo(422);
  }

  @Test
  void aWrongRequestIsOne() throws Exception {
    Note ten = log.publish();
    ask(0, List.of(), ten);

    assertThat(ask(11, List.of(), ten).statusCode()).isEqualTo(400);
    assertThat(ask(0, List.of(Hash.EMPTY_ROOT), ten).statusCode()).isEqualTo(400);
    assertThat(send("POST", "/add-checkpoint", "nonsense").statusCode()).isEqualTo(400);
    assertThat(send("POST", "/add-checkpoint", "x".repeat(1 << 18)).statusCode()).isEqualTo(413);
    assertThat(send("GET", "/add-checkpoint", "").statusCode()).isEqualTo(405);
    assertThat(send("PUT", "/" + HASH + "/checkpoint", "").statusCode()).isEqualTo(405);
    assertThat(send("GET", "/nothing", "").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/livez", "").statusCode()).isEqualTo(200);
  }

  /**
   * Who sends no body holds a place until its time is over, and then has no connection any more.
   */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whoSendsNoBodyDoesNotStay() throws Exception {
    Witness witness =
        new Witness(folder.resolve("w"), KEY, List.of(log.key().verifier()), Clock.systemUTC());
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    CosignerServer.Limits limits = new CosignerServer.Limits(1, Duration.ofSeconds(2));
    server.close();
    server = CosignerServer.start(address, witness, List::of, limits);
    Note ten = log.publish();
    try (Socket slow = new Socket(server.address().getAddress(), server.address().getPort())) {
      slow.getOutputStream()
          .write(
              "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 10\r\n\r\nold"
                  .getBytes(StandardCharsets.US_ASCII));
      while (ask(0, List.of(), ten).statusCode() != 503) {
        Thread.onSpinWait(); // until the slow one has the place; the others are signed for
      }

      assertThat(slow.getInputStream().read()).isNegative();
    }
    assertThat(send("GET", "/livez", "").statusCode()).isEqualTo(200);
    while (ask(0, List.of(), ten).statusCode() == 503) {
      Thread.onSpinWait(); // until its place is free
    }
  }

  @Test
  void othersAreNotSignedFor() throws Exception {
    SigningKey other = SigningKey.generate("log.example/b", KeyType.ED25519, new SecureRandom());
    SigningKey stranger = SigningKey.generate(TestLog.ORIGIN, KeyType.ED25519, new SecureRandom());
    Note unknown = Note.sign(new Checkpoint("log.example/b", 0, Hash.EMPTY_ROOT).text(), other);
    Note good = log.publish();
    Note forged = new Note(good.text().replace("\n10\n", "\n11\n"), good.signatures());

    assertThat(ask(0, List.of(), unknown).statusCode()).isEqualTo(404);
    assertThat(ask(0, List.of(), Note.sign(good.text(), stranger)).statusCode()).isEqualTo(403);
    assertThat(ask(0, List.of(), forged).statusCode()).isEqualTo(403);
    assertThat(ask(0, List.of(), good).statusCode()).isEqualTo(200);
  }
}
