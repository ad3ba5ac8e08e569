package dev.stet.cli.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Recorder;
import dev.stet.cli.output.Progress;
import dev.stet.cli.registry.FakeRegistry;
import dev.stet.cli.server.ServerOptions;
import dev.stet.oci.MediaTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that goes silent in the middle of a blob. */
class StallTest {
  private static final Attempts ATTEMPTS =
      new Attempts(3, Duration.ofMillis(1), Duration.ofSeconds(1));

  private final @AutoClose FakeRegistry source = new FakeRegistry();
  private final @AutoClose FakeRegistry target = new FakeRegistry();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger silences = new AtomicInteger();
  private @TempDir Path temp = Path.of("");

  @BeforeEach
  void fill() throws IOException {
    TestLayout layout = new TestLayout(temp.resolve("layout"));
    layout.name("one", MediaTypes.OCI_IMAGE, layout.image(1, 300_000));
    copy("oci:layout", source.host() + "/shop/api:one");
  }

  @AfterEach
  void letGo() {
    end.countDown();
  }

  private CopyResult copy(String from, String to) {
    Recorder recorder = new Recorder(temp, Map.of());
    Progress progress =
        new Progress(recorder.surroundings().console(), recorder.surroundings().clock());
    Opener opener =
        new Opener(recorder.surroundings(), new ServerOptions(), progress, false, false, false);
    Location source = Location.parse(from, temp);
    Location target = Location.parse(to, temp);
    try (Workers workers = new Workers(2);
        Ends ends = opener.open(source, target)) {
      return new Transfer(new Run(workers, progress, ATTEMPTS, false, false, new Stop()))
          .one(ends, source.reference(), target.reference());
    }
  }

  private CopyResult move() {
    return copy(source.host() + "/shop/api:one", target.host() + "/shop/api");
  }

  /** Says no more, until the test ends. */
  private boolean fallSilent() {
    silences.incrementAndGet();
    try {
      end.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean beginAndFallSilent(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(new byte[100]);
    exchange.getResponseBody().flush();
    return fallSilent();
  }

  private static boolean isBlob(HttpExchange exchange, String method) {
    return exchange.getRequestMethod().equals(method)
        && exchange.getRequestURI().getPath().contains("/blobs/");
  }

  @Test
  void aSourceThatFallsSilentIsTriedAgainAndThenBlamed() {
    source.rule(exchange -> isBlob(exchange, "GET") && beginAndFallSilent(exchange));
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(this::move)
        .satisfies(
            failure -> {
              assertThat(failure.what()).isEqualTo("no answer from http://" + source.host());
              assertThat(failure.why().getFirst()).contains("nothing moved for 1 seconds");
            });
    assertThat(silences).hasValueGreaterThanOrEqualTo(2);
    assertThat(target.has("shop/api", "one")).isFalse();
  }

  @Test
  void aSilenceThatEndsDoesNoHarm() {
    source.rule(
        exchange -> isBlob(exchange, "GET") && silences.get() == 0 && beginAndFallSilent(exchange));
    assertThat(move().count(Outcome.COPIED)).isEqualTo(1);
    assertThat(target.has("shop/api", "one")).isTrue();
  }

  @Test
  void aTargetThatFallsSilentIsBlamed() {
    target.rule(exchange -> isBlob(exchange, "PUT") && fallSilent());
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(this::move)
        .satisfies(
            failure ->
                assertThat(failure.what()).isEqualTo("no answer from http://" + target.host()));
  }

  @Test
  void whoIsNotWatchedAnyMoreIsNotInterrupted() {
    for (int i = 0; i < 50; i++) {
      CountDownLatch told = new CountDownLatch(1);
      try (StallWatch watch = new StallWatch(() -> 0, Duration.ofMillis(1), told::countDown)) {
        assertThat(watch).isNotNull();
        told.await();
      } catch (InterruptedException e) {
        // The interruption came while this waited for it.
      }
      assertThat(Thread.interrupted()).isFalse();
    }
  }
}
