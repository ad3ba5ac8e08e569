package dev.stet.registry.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.log.Checkpoint;
import dev.stet.log.Note;
import dev.stet.oci.Digest;
import dev.stet.registry.TestAnswer;
import dev.stet.store.StoreException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is signed in a transaction is seen by nobody before its commit, nor ever if that fails. */
class CommittedHeadTest extends LogTest {
  private final CompletableFuture<Note> signed = new CompletableFuture<>();
  private final CompletableFuture<Optional<StoreException>> end = new CompletableFuture<>();
  private final @AutoClose ExecutorService pusher = Executors.newVirtualThreadPerTaskExecutor();

  private TagLog log; // as metrics and those who ask cosigners read it

  @BeforeEach
  void pushOneAndHoldTheNext() {
    push("v1", "1");
    log = TestLog.open(registry.database(), world.clock);
    Sealing sealing = new Sealing(TestLog.SIGNER, log.gate(), world.clock, new SecureRandom(), 0);
    registry.database().endEachWith(handle -> hold(handle, sealing));
  }

  @AfterEach
  void release() {
    end.complete(Optional.empty());
  }

  /** Holds the first transaction open after the log has signed, and lets it end as it is told. */
  private void hold(Handle handle, Sealing sealing) {
    sealing.seal(handle);
    if (signed.complete(LogState.find(handle).orElseThrow().head())) {
      Optional<StoreException> failure = end.join();
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
  }

  @Test
  void isSeenByNobodyBefore() throws Exception {
    Note before = head();
    List<String> outputs = outputs();
    Future<TestAnswer> push = pusher.submit(() -> registry.put(SHOP, "v2", manifest("2")));
    Note after = signed.get();

    assertThat(Checkpoint.parse(after.text()).size()).isEqualTo(3);
    assertThat(outputs()).isEqualTo(outputs);
    assertThat(head()).isEqualTo(before);
    assertThat(log.head()).contains(before);
    assertThat(log.checkpoint()).contains(Checkpoint.parse(before.text()));
    assertThat(push).isNotDone();

    end.complete(Optional.empty());
    assertThat(push.get().status()).isEqualTo(201);
    assertThat(push.get().header(TagLog.INDEX)).isEqualTo("2");
    assertThat(outputs()).hasSameSizeAs(outputs).doesNotContainAnyElementsOf(outputs);
    assertThat(head()).isEqualTo(after);
    assertThat(log.head()).contains(after);
  }

  @Test
  void isThrownAwayWithATransactionThatFails() throws Exception {
    Note before = head();
    List<String> outputs = outputs();
    Future<TestAnswer> push = pusher.submit(() -> registry.put(SHOP, "v2", manifest("2")));
    Checkpoint lost = Checkpoint.parse(signed.get().text());
    end.complete(Optional.of(new StoreException("no space", new SQLException("no space"))));

    assertThat(push.get().status()).as(push.get().text()).isEqualTo(503);
    assertThat(outputs()).isEqualTo(outputs);
    assertThat(head()).isEqualTo(before);

    Digest other = push("v3", "3");
    Checkpoint now = Checkpoint.parse(head().text());
    assertThat(now.size()).isEqualTo(lost.size());
    assertThat(now.root()).isNotEqualTo(lost.root());
    assertThat(proof("v3").verify(POLICY, SHOP, "v3").leaf().digest()).isEqualTo(other.toString());
    openAgain(folder());
    push("v2", "2");
    assertThat(told())
        .containsExactly("assign shop/api:v1", "assign shop/api:v3", "assign shop/api:v2");
  }

  /** All answers that are others when v2 is in the log. */
  private List<String> outputs() {
    return Stream.of(
            "/log/checkpoint",
            "/log/tile/0/000.p/3",
            "/log/tile/entries/000.p/3",
            "/log/proof/shop/api/v1",
            "/log/proof/shop/api/v2",
            "/api/v1/log",
            "/api/v1/log/entries/2/meta",
            "/v2/shop/api/manifests/v2",
            "/v2/shop/api/tags/list")
        .map(path -> path + ": " + shown(registry.get(path)))
        .toList();
  }

  private static String shown(TestAnswer answer) {
    return answer.status() + " " + answer.reply().headers() + " " + answer.text();
  }
}
