package dev.stet.acceptance.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand connections that are opened and dropped leave nothing behind. */
class DroppedConnectionsTest {
  private static final int CONNECTIONS = 10_000;
  private static final int AT_ONCE = 50;
  private static final String REPOSITORY = "shop/dropped";
  private static final byte[] LARGE = new byte[8 * 1024 * 1024];

  /** What is sent before the connection is dropped. */
  private static final List<String> BEGINNINGS =
      List.of(
          "",
          "G",
          "GET /v2/ HTTP/1.1\r\nHost: loc",
          "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /v2/"
              + REPOSITORY
              + "/blobs/"
              + Digest.sha256(LARGE)
              + " HTTP/1.1\r\n"
              + "Host: localhost\r\n\r\n",
          "POST /v2/"
              + REPOSITORY
              + "/blobs/uploads/?digest="
              + Digest.sha256(LARGE)
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8388608\r\n\r\nbegun",
          "POST /v2/"
              + REPOSITORY
              + "/blobs/uploads/?digest="
              + Digest.sha256(LARGE)
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n"
              + "Expect: 100-continue\r\n\r\n",
          "PUT /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8388608\r\n\r\nunwanted",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "\u0016\u0003\u0001 no TLS here");

  @Test
  void nothingIsLeft(@TempDir Path folder) throws Exception {
    try (StetProcess stet = StetProcess.start(folder.resolve("data"));
        RegistryClient client = stet.client()) {
      Vitals vitals = new Vitals(stet, client);
      assertThat(client.pushBlob(REPOSITORY, LARGE).statusCode()).isEqualTo(201);
      dropMany(stet, AT_ONCE); // so that the server has opened what it keeps open
      Vitals.await("the first are gone", () -> vitals.connections() == 1);
      long openFiles = vitals.openFiles();

      dropMany(stet, CONNECTIONS);

      Vitals.await("only the one that asks is left", () -> vitals.connections() == 1);
      Vitals.await("files are closed", () -> vitals.openFiles() <= openFiles);
      assertThat(client.blob(REPOSITORY, Digest.sha256(LARGE)).body()).isEqualTo(LARGE);
    }
  }

  private static void dropMany(StetProcess stet, int count) throws Exception {
    List<Callable<Void>> drops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String beginning = BEGINNINGS.get(i % BEGINNINGS.size());
      boolean reset = i / BEGINNINGS.size() % 2 == 0;
      drops.add(() -> drop(stet, beginning, reset));
    }
    try (ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Future<Void> drop : clients.invokeAll(drops)) {
        drop.get();
      }
    }
  }

  private static Void drop(StetProcess stet, String beginning, boolean reset) throws IOException {
    Wire wire = new Wire(stet.address()).send(beginning);
    if (reset) {
      wire.reset();
    } else {
      wire.close();
    }
    return null;
  }
}
