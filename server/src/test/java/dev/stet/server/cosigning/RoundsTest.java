package dev.stet.server.cosigning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.auditor.cosigner.Cosigner;
import dev.stet.auditor.cosigner.CosignerServer;
import dev.stet.auditor.cosigner.Witness;
import dev.stet.log.AddCheckpoint;
import dev.stet.log.AddCheckpoint.Answer;
import dev.stet.log.Checkpoint;
import dev.stet.log.KeyType;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.log.SigningKey;
import dev.stet.log.Tile;
import dev.stet.log.VerifierKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quorum advances whatever its members do, over real HTTP. */
class RoundsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Timing QUICK =
      new Timing(
          Duration.ofMillis(5),
          Duration.ofMillis(50),
          Duration.ofMillis(50),
          Duration.ofMinutes(10),
          Duration.ofMillis(20),
          Duration.ofMillis(100));

  private final GrowingLog log = new GrowingLog();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Map<String, Note> kept = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Note> keptQuorum = new AtomicReference<>();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  /** Whether those were enough that knew the log before, at each confirmation. */
  private final List<Boolean> remembered = new CopyOnWriteArrayList<>();

  /** Whether the data is a restored backup. */
  private volatile boolean restored;

  @TempDir private Path folder;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable it : open.reversed()) {
      it.close();
    }
    client.close();
  }

  /** A witness as it is, or as it is seen through something. */
  private Partner witness(String name, UnaryOperator<Cosigner> through) throws IOException {
    SigningKey key = SigningKey.generate(name, KeyType.COSIGNATURE, new SecureRandom());
    Witness witness =
        new Witness(folder.resolve(name), key, List.of(log.key().verifier()), Clock.systemUTC());
    return served(through.apply(witness), key.verifier());
  }

  private Partner witness(String name) throws IOException {
    return witness(name, it -> it);
  }

  private Partner served(Cosigner cosigner, VerifierKey key) throws IOException {
    CosignerServer server =
        CosignerServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), cosigner, List::of);
    open.add(server);
    URI url = URI.create("http://127.0.0.1:" + server.address().getPort());
    return new Partner(
        key, new HttpEndpoint(client, url, Duration.ofSeconds(20)), true, Duration.ZERO);
  }

  /** A cosigner that is asked through something, which may answer itself. */
  private static UnaryOperator<Cosigner> through(BiFunction<Cosigner, byte[], Answer> something) {
    return inner ->
        new Cosigner() {
          @Override
          public Answer addCheckpoint(byte[] body) {
            return something.apply(inner, body);
          }

          @Override
          public Optional<Note> signed(String origin) {
            return inner.signed(origin);
          }
        };
  }

  /** A cosigner that does something before it answers. */
  private static UnaryOperator<Cosigner> before(Consumer<byte[]> something) {
    return through(
        (inner, body) -> {
          something.accept(body);
          return inner.addCheckpoint(body);
        });
  }

  private static UnaryOperator<Cosigner> slow(long millis) {
    return before(
        _ -> {
          try {
            Thread.sleep(millis); // this is how slow it is
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static UnaryOperator<Cosigner> answering(Answer answer) {
    return through((_, _) -> answer);
  }

  private Rounds start(Quorum quorum, Partner... partners) {
    return start(log, quorum, false, partners);
  }

  private Rounds start(CommittedLog of, Quorum quorum, boolean goOn, Partner... partners) {
    return start(of, quorum, goOn, Clock.systemUTC(), partners);
  }

  private Rounds start(
      CommittedLog of, Quorum quorum, boolean goOn, Clock clock, Partner... partners) {
    return start(of, quorum, goOn, QUICK, clock, partners);
  }

  private Rounds start(
      CommittedLog of,
      Quorum quorum,
      boolean goOn,
      Timing timing,
      Clock clock,
      Partner... partners) {
    Rounds rounds =
        Rounds.start(
            new Rounds.Needs(
                of,
                List.of(log.key().verifier()),
                List.of(partners),
                quorum,
                new Kept(),
                new Told(),
                goOn,
                CosigningObserver.NONE,
                timing,
                clock));
    open.add(rounds);
    return rounds;
  }

  private final class Kept implements CosignedCheckpoints {
    @Override
    public void keepQuorum(Note checkpoint) {
      keptQuorum.accumulateAndGet(checkpoint, RoundsTest::larger);
    }

    @Override
    public void keep(String cosigners, Note checkpoint) {
      kept.merge(cosigners, checkpoint, RoundsTest::larger);
    }
  }

  private static Note larger(@Nullable Note before, Note now) {
    return before == null || size(now) >= size(before) ? now : before;
  }

  private static long size(Note note) {
    return Checkpoint.parse(note.text()).size();
  }

  private final class Told implements Standing {
    @Override
    public boolean confirmed(Checkpoint checkpoint, String by, boolean knewBefore) {
      remembered.add(knewBefore);
      if (restored && !knewBefore) {
        return false;
      }
      told.add("confirmed " + checkpoint.size() + " by " + by);
      return true;
    }

    @Override
    public void suspicion(String reason) {
      told.add("suspicion: " + reason);
    }

    @Override
    public void evidence(String reason, Note shown) {
      told.add("evidence: " + reason);
    }
  }

  private String nextTold() throws InterruptedException {
    return Optional.ofNullable(told.poll(LONG.toSeconds(), TimeUnit.SECONDS))
        .orElseThrow(() -> new AssertionError("nothing was told"));
  }

  private static Quorum all(Partner... partners) {
    return Quorum.all(List.of(partners).stream().map(Partner::key).toList());
  }

  private Note quorum() {
    return Optional.ofNullable(keptQuorum.get()).orElseThrow();
  }

  private static void await(Rounds rounds, long size) throws InterruptedException {
    assertThat(rounds.awaitQuorum(size, LONG)).isTrue();
  }

  private void awaitKept(String cosigners) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!kept.containsKey(cosigners) && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(kept).containsKey(cosigners);
  }

  @Test
  void allSignTheSameCheckpoint() throws Exception {
    Partner one = witness("one");
    Partner two = witness("two");
    Rounds rounds = start(all(one, two), one, two);

    await(rounds, 1);
    log.grow(500);
    rounds.grown();
    await(rounds, 501);

    assertThat(quorum().text()).isEqualTo(log.head().text());
    assertThat(quorum().verifiedBy(List.of(log.key().verifier(), one.key(), two.key()))).hasSize(3);
    awaitKept("one two");
  }

  /** Nobody has said that the log has grown, and nobody looks for an hour. */
  @Test
  void whoWaitsIsInTheNextRound() throws Exception {
    Timing patient =
        new Timing(
            QUICK.gap(),
            QUICK.patience(),
            Duration.ofHours(1),
            QUICK.renew(),
            QUICK.firstRetry(),
            QUICK.lastRetry());
    Partner one = witness("one");
    Rounds rounds = start(log, all(one), false, patient, Clock.systemUTC(), one);
    for (int size = 2; size < 20; size++) {
      log.grow(1);
      await(rounds, size);
    }
  }

  /** As with a cosigner for each of these: a house, a city, a continent. */
  @Test
  void theQuorumAdvancesUnderFullLoad() throws Exception {
    advance(Duration.ofSeconds(5), 5);
  }

  @Test
  @Tag("nightly")
  void theQuorumAdvancesUnderFullLoadForAMinute() throws Exception {
    advance(Duration.ofSeconds(60), 60);
  }

  private void advance(Duration time, int least) throws Exception {
    Partner fast = witness("fast");
    Partner slower = witness("slower", slow(80));
    Partner slowest = witness("slowest", slow(300));
    Rounds rounds = start(all(fast, slower, slowest), fast, slower, slowest);
    AtomicReference<Throwable> failed = new AtomicReference<>();
    long end = System.nanoTime() + time.toNanos();
    Thread pushes =
        Thread.ofPlatform()
            .uncaughtExceptionHandler((_, e) -> failed.set(e))
            .start(
                () -> {
                  while (System.nanoTime() < end) {
                    log.grow(5); // a signature each: the CPU is the limit
                    rounds.grown();
                  }
                });
    int advanced = 0;
    long reached = 0;
    while (pushes.isAlive()) {
      await(rounds, reached + 1);
      reached = size(quorum());
      advanced++;
    }
    pushes.join();
    await(rounds, log.checkpoint().size());

    assertThat(failed.get()).isNull();
    assertThat(advanced).isGreaterThanOrEqualTo(least);
    assertThat(quorum().text()).isEqualTo(log.head().text());
    assertThat(told).hasSize(1); // confirmed once, and nothing else
  }

  @Test
  void nobodyIsShownANewerCheckpointWhileItsRoundIsOpen() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    BlockingQueue<Long> asked = new LinkedBlockingQueue<>();
    Partner fast = witness("fast");
    Partner held =
        witness(
            "held",
            before(
                body -> {
                  Note shown = AddCheckpoint.parse(body).checkpoint();
                  asked.add(Checkpoint.parse(shown.text()).size());
                  awaitUninterruptibly(goOn);
                }));
    Rounds rounds = start(all(fast), fast, held);
    assertThat(asked.take()).isEqualTo(1);
    for (int i = 0; i < 20; i++) {
      long size = Checkpoint.parse(log.grow(1).text()).size();
      rounds.grown();
      await(rounds, size);
    }
    assertThat(asked).isEmpty();
    goOn.countDown();

    assertThat(asked.poll(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(21);
    awaitKept("fast held");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aWitnessThatIsDownIsAskedAgain() throws Exception {
    AtomicBoolean down = new AtomicBoolean(true);
    Partner flaky =
        witness(
            "flaky",
            through(
                (inner, body) ->
                    down.get()
                        ? new AddCheckpoint.Unexpected(503, "down")
                        : inner.addCheckpoint(body)));
    Rounds rounds = start(all(flaky), flaky);
    assertThat(rounds.awaitQuorum(1, Duration.ofMillis(200))).isFalse();

    down.set(false);

    await(rounds, 1);
  }

  @Test
  void aSignatureThatIsNotGoodDoesNotCount() throws Exception {
    SigningKey other = SigningKey.generate("one", KeyType.COSIGNATURE, new SecureRandom());
    Partner one = witness("one");
    Partner liar = new Partner(other.verifier(), one.endpoint(), true, Duration.ZERO);

    Rounds rounds = start(all(liar), liar);

    assertThat(rounds.awaitQuorum(1, Duration.ofMillis(300))).isFalse();
    assertThat(kept).isEmpty();
    assertThat(keptQuorum.get()).isNull();
    assertThat(told).isEmpty();
  }

  @Test
  void whatTheWitnessKnowsIsFoundOut() throws Exception {
    log.grow(99);
    Partner one = witness("one");
    Rounds before = start(all(one), one);
    await(before, 100);
    before.close();
    log.grow(900);

    Rounds after = start(all(one), one); // which begins with size 0, and is told 100

    await(after, 1000);
    assertThat(nextTold()).isEqualTo("confirmed 100 by one");
    assertThat(nextTold()).isEqualTo("confirmed 1000 by one");
  }

  @Test
  void anOlderStateThanTheWitnessHasSeenIsEvident() throws Exception {
    Partner one = witness("one");
    GrowingLog restored = log.another();
    restored.grow(49);
    log.grow(99);
    try (Rounds before = start(all(one), one)) {
      await(before, 100);
    }
    told.clear();

    Rounds rounds = start(restored, all(one), false, one);

    assertThat(nextTold())
        .isEqualTo("evidence: the log has signed size 100, and here there is 50, as one shows");
    restored.grow(50); // what was lost is brought back
    await(rounds, 100);
    assertThat(nextTold()).isEqualTo("confirmed 100 by one");
  }

  @Test
  void anotherHistoryIsEvident() throws Exception {
    Partner one = witness("one");
    GrowingLog fork = log.another();
    fork.grow(200, "evil");
    log.grow(99);
    try (Rounds before = start(all(one), one)) {
      await(before, 100);
    }
    told.clear();

    start(fork, all(one), true, one);

    assertThat(nextTold()).startsWith("evidence: the log has signed another tree of size 100");
  }

  @Test
  void whatNobodyHasSignedIsNoEvidence() throws Exception {
    Partner liar = witness("liar", answering(new AddCheckpoint.OtherSize(1000)));
    Partner good = witness("good", slow(100));

    Rounds rounds = start(all(good), liar, good);

    assertThat(List.of(nextTold(), nextTold()))
        .anyMatch(it -> it.startsWith("suspicion: liar says that there is another history"))
        .anyMatch(it -> it.equals("confirmed 1 by good"));
    log.grow(5);
    rounds.grown();
    await(rounds, 6); // without the liar
  }

  @Test
  void anotherPartnerTakesBackASuspicion() throws Exception {
    AtomicBoolean lies = new AtomicBoolean();
    Partner liar =
        witness(
            "liar",
            through(
                (inner, body) ->
                    lies.get() ? new AddCheckpoint.Inconsistent() : inner.addCheckpoint(body)));
    Partner good = witness("good");
    Rounds rounds = start(all(good), good, liar);
    assertThat(nextTold()).startsWith("confirmed 1");
    await(rounds, 1);
    lies.set(true);
    log.grow(1);
    rounds.grown();

    String next = nextTold();
    while (next.startsWith("confirmed 1")) { // both may have said so at once
      next = nextTold();
    }
    assertThat(next).startsWith("suspicion: liar says");
    assertThat(nextTold()).isEqualTo("confirmed 2 by good");
  }

  @Test
  void whoSaysSoGoesOnWhenSuspected() throws Exception {
    Partner liar = witness("liar", answering(new AddCheckpoint.Inconsistent()));
    Partner good = witness("good");

    Rounds rounds = start(log, all(good), true, liar, good);
    await(rounds, 1);
    log.grow(1);
    rounds.grown();
    await(rounds, 2);

    assertThat(told).noneMatch(it -> it.startsWith("suspicion"));
  }

  /** The bundled auditor is no outsider, and one of two is no quorum. */
  @Test
  void onlyAQuorumWithOutsidersConfirms() throws Exception {
    Partner outside = witness("outside");
    Partner down = witness("down", answering(new AddCheckpoint.Unexpected(503, "down")));
    Partner bundled = inside(witness("bundled"));
    Rounds alone = start(all(bundled), bundled);
    await(alone, 1);
    alone.close();
    Rounds rounds = start(all(outside, down), outside, down, bundled);

    assertThat(rounds.awaitQuorum(1, Duration.ofMillis(300))).isFalse();

    assertThat(told).isEmpty();
  }

  private static Partner inside(Partner partner) {
    return new Partner(partner.key(), partner.endpoint(), false, partner.interval());
  }

  @Test
  void whoHasAnIntervalIsAskedLessOften() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    Partner fast = witness("fast");
    Partner often = witness("public", before(_ -> asked.add("asked")));
    Partner seldom = new Partner(often.key(), often.endpoint(), true, Duration.ofMinutes(5));
    Rounds rounds = start(all(fast), fast, seldom);
    for (int i = 0; i < 10; i++) {
      long size = Checkpoint.parse(log.grow(1).text()).size();
      rounds.grown();
      await(rounds, size);
    }
    assertThat(asked).hasSize(1);
  }

  @Test
  void withoutPushesASignatureIsMadeAnew() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    Partner one =
        witness("one", before(body -> asked.add("old " + AddCheckpoint.parse(body).oldSize())));
    AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
    InstantSource later = () -> Instant.now().plus(passed.get());
    Rounds rounds = start(log, all(one), false, later.withZone(ZoneOffset.UTC), one);
    await(rounds, 1);
    assertThat(asked.take()).isEqualTo("old 0");
    assertThat(asked.poll(300, TimeUnit.MILLISECONDS)).isNull();

    passed.set(Duration.ofMinutes(10));

    assertThat(asked.poll(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo("old 1");
  }

  @Test
  void whoKnewNothingCannotSayThatABackupIsTheNewest() throws Exception {
    restored = true;
    log.grow(99);
    Partner one = witness("one");
    try (Rounds first = start(all(one), one)) {
      for (int size = 100; size < 105; size++) {
        await(first, size);
        log.grow(1);
      }
    }
    assertThat(remembered).isNotEmpty().containsOnly(false);
    assertThat(told).isEmpty();

    start(all(one), one); // another process: what it knows is of the one before

    assertThat(nextTold()).endsWith("by one");
  }

  @Test
  void thoseWhoKnewNothingAreNotCounted() throws Exception {
    log.grow(99);
    Partner old = witness("old");
    try (Rounds first = start(all(old), old)) {
      await(first, 100);
    }
    restored = true;
    told.clear();
    remembered.clear();
    Partner fresh = witness("fresh");
    try (Rounds both = start(all(old, fresh), old, fresh)) {
      await(both, 100);
    }
    assertThat(remembered).isNotEmpty().containsOnly(false);

    start(all(old), fresh, old);

    assertThat(nextTold()).startsWith("confirmed 100");
  }

  /** A log whose tiles cannot be read for a while. */
  private record Broken(GrowingLog log, AtomicBoolean broken) implements CommittedLog {
    @Override
    public Note head() {
      return log.head();
    }

    @Override
    public byte[] read(Tile tile) {
      if (broken.get()) {
        throw new MalformedException("no row");
      }
      return log.read(tile);
    }
  }

  @Test
  void tilesThatCannotBeReadHideNoSuspicion() throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    Partner liar =
        witness(
            "liar",
            through(
                (_, _) -> {
                  asked.add("asked");
                  return new AddCheckpoint.Inconsistent();
                }));
    Partner good = witness("good", slow(100));

    Rounds rounds = start(new Broken(log, broken), all(good), true, liar, good);

    assertThat(List.of(nextTold(), nextTold()))
        .anyMatch(it -> it.startsWith("suspicion: liar says") && it.contains("cannot be read"));
    broken.set(false);
    log.grow(1);
    await(rounds, 2);
    assertThat(asked).hasSize(1);
  }

  @Test
  void whatCannotBeComparedIsASuspicion() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    Partner one =
        witness(
            "one",
            through(
                (inner, body) -> {
                  Answer answer = inner.addCheckpoint(body);
                  broken.set(answer instanceof AddCheckpoint.Inconsistent);
                  return answer;
                }));
    GrowingLog fork = log.another();
    fork.grow(200, "evil");
    log.grow(99);
    try (Rounds before = start(all(one), one)) {
      await(before, 100);
    }
    told.clear();

    start(new Broken(fork, broken), all(one), false, one);

    assertThat(nextTold()).startsWith("suspicion: one says").contains("cannot be read");
  }

  @Test
  void aCosignerCalledQuorumIsNoQuorum() throws Exception {
    Partner down = witness("down", answering(new AddCheckpoint.Unexpected(503, "down")));
    Partner called = witness("quorum");

    start(all(called, down), called, down);

    awaitKept("quorum");
    assertThat(keptQuorum.get()).isNull();
  }
}
