package dev.stet.auditor.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stet.log.EntryBundle;
import dev.stet.log.Tile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a log may do to those who read it. */
class HttpLogTest {
  private static final int LONGEST = 0xffff;

  private final @AutoClose HttpClient client = HttpClient.newHttpClient();

  private HttpLog log(URI url, Duration patience) {
    return new HttpLog(new WholeAnswers(client, patience), url);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anAnswerThatDoesNotEndIsGivenUp() throws IOException {
    try (StallingServer stalling = new StallingServer()) {
      HttpLog log = log(stalling.url(), Duration.ofMillis(300));

      assertThatExceptionOfType(UnreadableException.class)
          .isThrownBy(log::checkpoint)
          .withMessageContaining("no whole answer within 300 ms")
          .matches(it -> !it.withheld());
    }
  }

  @Test
  void whatIsLongerThanItCanBeIsWithheld() throws IOException {
    try (BigBundles big = new BigBundles()) {
      HttpLog log = log(big.url(), Duration.ofMinutes(1));

      assertThat(log.entriesIfShort(new EntryBundle(0, Tile.WIDTH), 1000)).isEmpty();
      assertThatExceptionOfType(UnreadableException.class)
          .isThrownBy(() -> log.read(new Tile(0, 0, Tile.WIDTH)))
          .withMessageContaining("has more than 8192 bytes")
          .matches(UnreadableException::withheld);
    }
  }

  /** Eight at once would take a quarter of a GiB. */
  @Test
  void longBundlesAreReadOneByOne() throws IOException {
    int bundles = 4;
    long size = bundles * (long) Tile.WIDTH;
    try (BigBundles big = new BigBundles()) {
      EntryReader reader = new EntryReader(log(big.url(), Duration.ofMinutes(1)));
      long read = 0;
      while (read < size) {
        EntryReader.Stretch stretch = reader.read(read, size, size);
        assertThat(stretch.entries()).allMatch(it -> it.length == LONGEST);
        read += stretch.entries().size();
      }

      assertThat(big.atOnce.get()).isEqualTo(1);
    }
  }

  /** Whatever is asked for has the longest entries; who takes most of it is counted. */
  private static final class BigBundles implements AutoCloseable {
    private static final int CHUNK = 1 << 16;
    private static final int MOST = 14 << 20; // more than any buffers on the way take

    private final byte[] bundle =
        EntryBundle.encode(Collections.nCopies(Tile.WIDTH, new byte[LONGEST]));
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    BigBundles() throws IOException {
      server.createContext("/", this::answer);
      server.setExecutor(threads);
      server.start();
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
      exchange.sendResponseHeaders(200, bundle.length);
      int written = write(exchange.getResponseBody(), 0, MOST);
      atOnce.accumulateAndGet(now.incrementAndGet(), Math::max);
      try {
        int _ = write(exchange.getResponseBody(), written, bundle.length);
      } finally {
        now.decrementAndGet();
        exchange.close();
      }
    }

    private int write(OutputStream out, int from, int to) throws IOException {
      int at = from;
      while (at < to) {
        int end = Math.min(at + CHUNK, to);
        out.write(Arrays.copyOfRange(bundle, at, end));
        at = end;
      }
      return at;
    }

    @Override
    public void close() {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
