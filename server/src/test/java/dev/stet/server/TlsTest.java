package dev.stet.server;

import static dev.stet.server.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** HTTP/1.1 and HTTP/2 over TLS, with real certificates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
  private static final String UPLOADS = "/v2/sec/ret/blobs/uploads/";
  private static final int MEBIBYTE = 1024 * 1024;

  private final TestCertificate certificate = TestCertificate.make("EC");

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    server = start(folder, certificate);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static RunningServer start(Path folder, TestCertificate certificate) throws IOException {
    certificate.write(folder.resolve("stet.crt"), folder.resolve("stet.key"));
    return start(folder, Map.of());
  }

  /** Starts with the files in the folder. */
  private static RunningServer start(Path folder, Map<String, String> others) {
    Map<String, String> environment = new java.util.HashMap<>(others);
    environment.put("STET_TLS_CERTIFICATE", folder.resolve("stet.crt").toString());
    environment.put("STET_TLS_KEY", folder.resolve("stet.key").toString());
    return RunningServer.start(folder.resolve("data"), environment, Server.Parts.USUAL);
  }

  private static HttpClient client(Version version, SSLContext tls) {
    return HttpClient.newBuilder().version(version).sslContext(tls).build();
  }

  private static HttpResponse<byte[]> send(
      HttpClient client, int port, String method, String path, BodyPublisher body) {
    URI uri = URI.create("https://127.0.0.1:" + port + path);
    try {
      return client.send(
          HttpRequest.newBuilder(uri).method(method, body).timeout(Duration.ofSeconds(60)).build(),
          BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static byte[] random(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void blobsGoBothWays(Version version) {
    byte[] content = random(5 * MEBIBYTE);
    Digest digest = Digest.sha256(content);
    try (HttpClient client = client(version, certificate.trusted())) {
      String path = UPLOADS + "?digest=" + digest;
      HttpResponse<byte[]> pushed =
          send(client, server.port(), "POST", path, BodyPublishers.ofByteArray(content));
      assertThat(pushed.version()).as("chosen with the first bytes").isEqualTo(version);
      assertThat(pushed.statusCode()).isEqualTo(201);
      HttpResponse<byte[]> pulled =
          send(
              client, server.port(), "GET", "/v2/sec/ret/blobs/" + digest, BodyPublishers.noBody());
      assertThat(pulled.body()).isEqualTo(content);
      assertThat(pulled.headers().firstValueAsLong("Content-Length")).hasValue(content.length);
    }
  }

  /** A client reads the answer before it has sent all, over both versions. */
  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  @Tag("box-12.1")
  void aLargeRefusedBodyIsAnswered(Version version) {
    try (HttpClient client = client(version, certificate.trusted())) {
      for (int i = 0; i < 3; i++) {
        HttpResponse<byte[]> refused =
            send(
                client,
                server.port(),
                "PUT",
                "/v2/sec/ret/manifests/v1",
                BodyPublishers.ofByteArray(new byte[9 * MEBIBYTE]));
        assertThat(refused.statusCode()).isEqualTo(413);
      }
    }
  }

  /**
   * With a window of 64 KiB, which is what the protocol begins with, no more than that could be on
   * the way at once.
   */
  @Test
  void anUploadFillsALongWay() {
    byte[] content = random(16 * MEBIBYTE);
    try (DelayingProxy proxy = new DelayingProxy(server.port(), Duration.ofMillis(50));
        HttpClient client = client(Version.HTTP_2, certificate.trusted())) {
      String path = UPLOADS + "?digest=" + Digest.sha256(content);
      HttpResponse<byte[]> pushed =
          send(client, proxy.port(), "POST", path, BodyPublishers.ofByteArray(content));
      assertThat(pushed.version()).isEqualTo(Version.HTTP_2);
      assertThat(pushed.statusCode()).isEqualTo(201);
      assertThat(proxy.mostOnTheWay()).isGreaterThan(MEBIBYTE / 2);
    }
  }

  @Test
  void theServerIsItsUrl() {
    assertThat(server.server().url()).isEqualTo("https://127.0.0.1:" + server.port());
  }

  @Test
  void webPagesOfThisAddressMayUseIt() {
    try (HttpClient client = client(Version.HTTP_2, certificate.trusted())) {
      assertThat(origin(client, "https://127.0.0.1:" + server.port())).isEqualTo(200);
      assertThat(origin(client, "http://127.0.0.1:" + server.port())).isEqualTo(403);
    }
  }

  private int origin(HttpClient client, String origin) {
    URI uri = URI.create("https://127.0.0.1:" + server.port() + "/v2/");
    try {
      return client
          .send(
              HttpRequest.newBuilder(uri).header("Origin", origin).build(),
              BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void plainHttpGetsAStatusLineThatSaysWhatToDo() {
    try (RawConnection connection = server.connect()) {
      assertThat(connection.sendHead("GET /v2/").rest())
          .startsWith("HTTP/1.1 400 ")
          .contains("this port speaks TLS: use https://");
    }
  }

  /** A ClientHello that knows no more than TLS 1.1. Source: RFC 4346, section 7.4.1.2. */
  @Test
  void anOldVersionIsRefused() {
    byte[] hello = new byte[5 + 4 + 2 + 32 + 1 + 4 + 2];
    System.arraycopy(new byte[] {0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2}, 0, hello, 0, 11);
    System.arraycopy(new byte[] {0, 0, 2, (byte) 0xc0, 0x13, 1, 0}, 0, hello, 43, 7);
    try (RawConnection connection = server.connect()) {
      byte[] alert = connection.send(hello).rest().getBytes(StandardCharsets.ISO_8859_1);
      assertThat(alert).as("alert, fatal, protocol_version").startsWith(0x15).endsWith(2, 70);
    }
  }

  @Test
  void aHandshakeThatStopsIsEnded(@TempDir Path folder) throws IOException {
    certificate.write(folder.resolve("stet.crt"), folder.resolve("stet.key"));
    try (RunningServer impatient = start(folder, Map.of("STET_HEAD_TIMEOUT", "300ms"));
        RawConnection connection = impatient.connect()) {
      assertThat(connection.send(new byte[] {0x16, 3, 1, 0, 100}).rest()).isEmpty();
    }
  }

  private static X509Certificate served(int port) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            TestCertificate.anyTrusted().getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  /** Waits until the certificate is served. */
  private static void awaitServed(int port, TestCertificate wanted) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!served(port).equals(wanted.x509())) {
      assertThat(System.nanoTime()).as("the new certificate is not served").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** What is logged about certificates from now on. */
  private static final class Warnings extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger log = (Logger) LoggerFactory.getLogger("dev.stet.server.transport.Tls");
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    Warnings() {
      log.addAppender(this);
      start();
    }

    @Override
    protected void append(ILoggingEvent line) {
      lines.add(line.getFormattedMessage());
    }

    String await() throws InterruptedException {
      String line = lines.poll(30, TimeUnit.SECONDS);
      assertThat(line).as("a warning").isNotNull();
      return line;
    }

    @Override
    public void close() {
      log.detachAppender(this);
      stop();
    }
  }

  @Test
  void aNewCertificateIsServedAndConnectionsStay(@TempDir Path folder) throws Exception {
    TestCertificate next = TestCertificate.make("RSA");
    Path certificateFile = folder.resolve("stet.crt");
    Path keyFile = folder.resolve("stet.key");
    try (RunningServer reloading = start(folder, certificate);
        Warnings warnings = new Warnings();
        SSLSocket open =
            (SSLSocket)
                certificate
                    .trusted()
                    .getSocketFactory()
                    .createSocket("127.0.0.1", reloading.port())) {
      livez(open);

      Files.writeString(certificateFile, next.certificatePem()); // and the key not yet
      assertThat(warnings.await())
          .contains("from before is still served", "does not belong to", keyFile.toString());
      assertThat(served(reloading.port())).isEqualTo(certificate.x509());

      Files.writeString(keyFile, next.keyPem());
      awaitServed(reloading.port(), next);

      Files.delete(keyFile);
      assertThat(warnings.await()).contains("there is no such file");
      assertThat(served(reloading.port())).isEqualTo(next.x509());
      livez(open);
    }
  }

  private static void livez(SSLSocket socket) throws IOException {
    socket.getOutputStream().write(bytes("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    byte[] answer = new byte[4096];
    int count = 0;
    String text = "";
    while (!text.endsWith("ok\n")) {
      int read = socket.getInputStream().read(answer, count, answer.length - count);
      assertThat(read).as("the connection goes on").isPositive();
      count += read;
      text = new String(answer, 0, count, StandardCharsets.US_ASCII);
    }
  }

  @Test
  void aPairThatCannotBeUsedEndsTheStart(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("stet.crt"), certificate.certificatePem());
    assertThatThrownBy(() -> start(folder, Map.of()).close())
        .hasMessageContaining("tls-key is " + folder.resolve("stet.key"))
        .hasMessageContaining("there is no such file");
    assertThat(folder.resolve("data/token")).as("nothing was begun").doesNotExist();
  }
}
