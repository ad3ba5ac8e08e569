package dev.stet.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.server.Answer;
import dev.stet.server.RawConnection;
import dev.stet.server.ServedTest;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a client is told when more is asked than can be done now. */
class Section11QueueTest extends ServedTest {
  /** More than wait and are worked on together. */
  private static final int REQUESTS = 1100;

  @Test
  @Tag("box-11.4")
  void whatIsTooMuchIs503AndSaysWhenToComeAgain() throws Exception {
    CountDownLatch enough = new CountDownLatch(1);
    BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      holdReaders(clients, enough);
      for (int i = 0; i < REQUESTS; i++) {
        clients.execute(() -> answers.add(ask()));
      }
      try {
        Answer refused = answers.poll(30, TimeUnit.SECONDS);
        assertThat(refused).as("an answer while nothing is read").isNotNull();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("TOOMANYREQUESTS");
        assertThat(refused.error().path("detail").path("reason").asString())
            .isEqualTo("QUEUE_FULL");
        assertThat(refused.header("Retry-After")).matches("[1-9]\\d*");
      } finally {
        enough.countDown();
      }
    }
    assertThat(answers)
        .hasSize(REQUESTS - 1)
        .allMatch(answer -> answer.status() == 404 || answer.status() == 503)
        .anyMatch(answer -> answer.status() == 404);
    assertThat(ask().status()).as("afterwards").isEqualTo(404);
  }

  private Answer ask() {
    try (RawConnection connection = server.connect()) {
      return connection.sendHead("GET /v2/queue/full/manifests/none").answer();
    }
  }

  /** Keeps every reader of the database busy until it is enough. */
  private void holdReaders(ExecutorService clients, CountDownLatch enough)
      throws InterruptedException {
    long readers =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("store-reader-"))
            .count();
    CountDownLatch held = new CountDownLatch((int) readers);
    for (int i = 0; i < readers; i++) {
      clients.execute(
          () -> {
            var _ =
                server
                    .database()
                    .read(
                        _ -> {
                          held.countDown();
                          try {
                            return enough.await(60, TimeUnit.SECONDS);
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                            return false;
                          }
                        });
          });
    }
    held.await();
  }
}
