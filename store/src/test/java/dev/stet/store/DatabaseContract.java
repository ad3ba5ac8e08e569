package dev.stet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every database driver has to keep. A driver's test extends it. */
abstract class DatabaseContract {
  /** Where the migration of these tests lies. */
  static final String MIGRATIONS = "dev/stet/store/things";

  /** As many changes as may wait for the writer. */
  private static final int QUEUE = 4096;

  private static final int QUERIES = 1024; // that may wait

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Database> opened = new ArrayList<>();
  private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

  /** Opens the database of this test; the same again after it was closed. */
  abstract Database open(Commit commit);

  @AfterEach
  void closeAll() {
    opened.forEach(Database::close);
    callers.shutdown(); // a caller that hangs fails its test, and must not hold the others up
  }

  private Database opened(Commit commit) {
    Database database = open(commit);
    opened.add(database);
    return database;
  }

  /** A lane that stores each change under its name, and notes how many came together. */
  private Lane<String, String> things(Database database) {
    return database.lane(
        "things",
        (handle, changes) -> {
          batches.add(changes.size());
          changes.forEach(name -> insert(handle, name));
          return changes.stream().map(name -> name + " stored").toList();
        });
  }

  static void insert(Handle handle, String name) {
    handle.execute("INSERT INTO thing VALUES (?, ?)", name, "payload");
  }

  static List<String> stored(Database database) {
    return database.read(
        handle ->
            handle.createQuery("SELECT name FROM thing ORDER BY name").mapTo(String.class).list());
  }

  private <C, R> Future<R> submit(Lane<C, R> lane, C change) {
    return callers.submit(() -> lane.submit(change));
  }

  private static <T> T answer(Future<T> future) {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("no answer came", e);
    }
  }

  /** Fills the queue while the writer is held in the commit of a first change. */
  private List<Future<String>> queue(Database database, Gate gate, List<String> changes) {
    Lane<String, String> lane = things(database);
    Future<String> first = submit(lane, "first");
    gate.awaitSomebody();
    List<Future<String>> answers = new ArrayList<>(List.of(first));
    for (String change : changes) {
      answers.add(submit(lane, change));
      int waiting = answers.size() - 1;
      Await.until("the change waits", () -> database.waiting() == waiting);
    }
    return answers;
  }

  private static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> "thing-%04d".formatted(i)).toList();
  }

  /** Holds the first commit at a gate; the others pass. */
  private static Commit held(Gate gate) {
    AtomicBoolean first = new AtomicBoolean(true);
    return handle -> {
      if (first.getAndSet(false)) {
        gate.pass();
      }
      Commit.PLAIN.run(handle);
    };
  }

  private static ConnectionException unknown() {
    return new ConnectionException(new SQLException("the disk went away"));
  }

  @Test
  void aChangeIsAnsweredWithItsResultAndSeenByReaders() {
    Database database = opened(Commit.PLAIN);
    Lane<String, String> lane = things(database);
    for (String name : numbered(50)) {
      assertThat(lane.submit(name)).isEqualTo(name + " stored");
      assertThat(stored(database)).contains(name);
    }
    assertThat(database.stopped()).isNull();
    assertThat(database.waiting()).isZero();
  }

  @Test
  void allThatQueuesDuringACommitGoesIntoTheNextOne() {
    Gate gate = new Gate();
    Database database = opened(held(gate));
    List<Future<String>> answers = queue(database, gate, numbered(100));

    gate.open();

    assertThat(answers.stream().map(DatabaseContract::answer).skip(1))
        .containsExactlyElementsOf(numbered(100).stream().map(it -> it + " stored").toList());
    assertThat(batches).containsExactly(1, 100);
  }

  @Test
  void changesOfSeveralKindsShareOneTransaction() {
    Gate gate = new Gate();
    List<String> commits = Collections.synchronizedList(new ArrayList<>());
    Commit held = held(gate);
    Database database =
        opened(
            handle -> {
              commits.add("commit");
              held.run(handle);
            });
    List<Future<String>> answers = queue(database, gate, List.of("a", "b"));
    Lane<String, Integer> other =
        database.lane(
            "other",
            (handle, changes) -> {
              changes.forEach(name -> insert(handle, "other-" + name));
              return Collections.nCopies(changes.size(), changes.size());
            });
    Future<Integer> one = submit(other, "x");
    Future<Integer> two = submit(other, "y");
    Await.until("all wait", () -> database.waiting() == 4);

    gate.open();

    assertThat(answer(one)).isEqualTo(2);
    assertThat(answer(two)).isEqualTo(2);
    answers.forEach(DatabaseContract::answer);
    assertThat(commits).hasSize(2);
    assertThat(stored(database)).containsExactly("a", "b", "first", "other-x", "other-y");
  }

  @Test
  void nobodyIsAnsweredBeforeTheCommit() {
    Gate gate = new Gate();
    Database database = opened(held(gate));
    Future<String> answer = submit(things(database), "a");

    gate.awaitSomebody();
    assertThat(batches).as("the work is done").containsExactly(1);
    assertThat(answer.isDone()).isFalse();
    assertThat(stored(database)).isEmpty();

    gate.open();
    assertThat(answer(answer)).isEqualTo("a stored");
    assertThat(stored(database)).containsExactly("a");
  }

  @Test
  void ofABatchThatTheDatabaseRefusesOnlyTheCulpritFails() {
    Gate gate = new Gate();
    Database database = opened(held(gate));
    List<Future<String>> answers = queue(database, gate, List.of("a", "first", "b"));

    gate.open();

    assertThat(answer(answers.get(0))).isEqualTo("first stored");
    assertThat(answer(answers.get(1))).isEqualTo("a stored");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> answer(answers.get(2)))
        .withMessageContaining("nothing was written");
    assertThat(answer(answers.get(3))).isEqualTo("b stored");
    assertThat(batches).containsExactly(1, 3, 1, 1, 1);
    assertThat(stored(database)).containsExactly("a", "b", "first");
  }

  @Test
  void ofABatchWhoseWorkFailsOnlyTheCulpritFailsWithWhatWasThrown() {
    Gate gate = new Gate();
    Database database = opened(held(gate));
    List<Future<String>> others = queue(database, gate, List.of("a"));
    Lane<String, String> lane =
        database.lane(
            "picky",
            (handle, changes) -> {
              changes.forEach(name -> insert(handle, name));
              if (changes.contains("bad")) {
                throw new IllegalArgumentException("bad");
              }
              return changes;
            });
    Future<String> bad = submit(lane, "bad");
    Future<String> good = submit(lane, "good");
    Await.until("all wait", () -> database.waiting() == 3);

    gate.open();

    others.forEach(DatabaseContract::answer);
    assertThat(answer(good)).isEqualTo("good");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> answer(bad))
        .withMessage("bad");
    assertThat(stored(database)).containsExactly("a", "first", "good");
  }

  @Test
  void workThatLosesAResultIsABrokenInvariantAndWritesNothing() {
    Database database = opened(Commit.PLAIN);
    Lane<String, String> lane =
        database.lane(
            "forgetful",
            (handle, changes) -> {
              changes.forEach(name -> insert(handle, name));
              return List.of();
            });
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> lane.submit("a"))
        .withMessage("lane forgetful gave 0 results for 1");
    assertThat(stored(database)).isEmpty();
    assertThat(things(database).submit("b")).isEqualTo("b stored");
  }

  @Test
  void aCommitThatFailedAndWasNotPersistedStopsTheWriter() {
    Gate gate = new Gate();
    Database database =
        opened(
            handle -> {
              gate.pass();
              handle.execute("ROLLBACK");
              throw unknown();
            });
    stopsWithEverybodyAnswered(database, gate);
    assertThat(stored(database)).isEmpty();

    database.close();
    Database again = opened(Commit.PLAIN);
    assertThat(stored(again)).isEmpty();
    assertThat(things(again).submit("first")).isEqualTo("first stored");
  }

  @Test
  void aCommitThatFailedAndWasPersistedStopsTheWriter() {
    Gate gate = new Gate();
    Database database =
        opened(
            handle -> {
              gate.pass();
              Commit.PLAIN.run(handle);
              throw unknown();
            });
    stopsWithEverybodyAnswered(database, gate);

    database.close();
    Database again = opened(Commit.PLAIN);
    assertThat(stored(again)).as("what waited was not written").containsExactly("first");
    assertThat(things(again).submit("a")).isEqualTo("a stored");
  }

  private void stopsWithEverybodyAnswered(Database database, Gate gate) {
    List<Future<String>> answers = queue(database, gate, List.of("a", "b"));
    gate.open();
    for (Future<String> answer : answers) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> answer(answer))
          .withMessage(
              "the database could not confirm a commit, so it takes no more changes until Stet is"
                  + " restarted");
    }
    assertThat(database.stopped()).contains("could not confirm a commit");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> things(database).submit("later"))
        .withMessageContaining("could not confirm a commit");
    String readers = database.read(_ -> "go on");
    assertThat(readers).isEqualTo("go on");
  }

  @Test
  void aFaultThatIsNotTheDatabasesStopsTheWriterTooAndAnswersEverybody() {
    Gate gate = new Gate();
    Database database =
        opened(
            _ -> {
              gate.pass();
              throw new StackOverflowError("at commit");
            });
    List<Future<String>> answers = queue(database, gate, List.of("a", "b"));
    gate.open();
    for (Future<String> answer : answers) {
      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> answer(answer));
    }
    assertThat(database.stopped()).isNotNull();
  }

  @Test
  void aFullQueueRefusesAtOnceAndChangesNothing() {
    Gate gate = new Gate();
    Database database = opened(held(gate));
    Lane<String, String> lane = things(database);
    List<Future<String>> answers = new ArrayList<>(List.of(submit(lane, "first")));
    gate.awaitSomebody();
    numbered(QUEUE).forEach(name -> answers.add(submit(lane, name)));
    Await.until("the queue is full", () -> database.waiting() == QUEUE);

    assertThatExceptionOfType(QueueFullException.class)
        .isThrownBy(() -> lane.submit("one too many"))
        .withMessage("the write queue is full: 4096 changes wait");

    gate.open();
    answers.forEach(DatabaseContract::answer);
    assertThat(batches).as("at most 1,024 together").containsExactly(1, 1024, 1024, 1024, 1024);
    assertThat(stored(database)).hasSize(QUEUE + 1).doesNotContain("one too many");
  }

  @Test
  void aFullQueueOfQueriesRefusesAtOnce() throws InterruptedException {
    Database database = opened(Commit.PLAIN);
    Gate gate = new Gate();
    int queries = 2 * QUERIES;
    CountDownLatch refused = new CountDownLatch(1);
    List<Future<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < queries; i++) {
      answers.add(callers.submit(() -> isAnswered(database, gate, refused)));
    }
    refused.await();
    assertThat(answers).as("the others wait").anyMatch(answer -> !answer.isDone());

    gate.open();
    assertThat(answers.stream().filter(DatabaseContract::answer).count())
        .as("those that waited, and those that the readers had begun")
        .isBetween((long) QUERIES, queries - 1L);
    assertThat(stored(database)).isEmpty();
  }

  private static boolean isAnswered(Database database, Gate gate, CountDownLatch refused) {
    try {
      database.read(
          _ -> {
            gate.pass();
            return "answered";
          });
      return true;
    } catch (QueueFullException e) {
      assertThat(e).hasMessageMatching("the read queue is full: \\d+ queries wait");
      refused.countDown();
      return false;
    }
  }

  @Test
  void closingLetsWhatWaitsFinish() {
    Gate gate = new Gate();
    Database database = opened(held(gate));
    List<Future<String>> answers = queue(database, gate, numbered(20));
    CompletableFuture<Void> closed = CompletableFuture.runAsync(database::close, callers);

    gate.open();

    assertThat(answers.stream().map(DatabaseContract::answer)).hasSize(21);
    closed.join();
    assertThat(stored(opened(Commit.PLAIN))).hasSize(21);
  }

  @Test
  void whatComesAfterClosingIsRefused() {
    Database database = opened(Commit.PLAIN);
    Lane<String, String> lane = things(database);
    database.close();
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> answer(submit(lane, "late")))
        .withMessage("Stet is stopping");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> answer(callers.submit(() -> stored(database))))
        .withMessage("Stet is stopping");
    database.close();
  }

  @Test
  void everybodyIsAnsweredWhoeverComesWhileItCloses() {
    for (int round = 0; round < 20; round++) {
      Database database = opened(Commit.PLAIN);
      Lane<String, String> lane = things(database);
      List<Future<Boolean>> answers = new ArrayList<>();
      CountDownLatch started = new CountDownLatch(8);
      for (int caller = 0; caller < 8; caller++) {
        String prefix = round + "-" + caller + "-";
        answers.add(callers.submit(() -> submitUntilClosed(database, lane, prefix, started)));
      }
      Await.until("all are at it", () -> started.getCount() == 0);
      database.close();
      assertThat(answers).allSatisfy(it -> assertThat(answer(it)).isTrue());
    }
  }

  private static boolean submitUntilClosed(
      Database database, Lane<String, String> lane, String prefix, CountDownLatch started) {
    try {
      for (int i = 0; true; i++) {
        lane.submit(prefix + i);
        database.read(_ -> "read");
        started.countDown();
      }
    } catch (StoreException e) {
      return "Stet is stopping".equals(e.getMessage());
    }
  }

  @Test
  void sqlNeverRunsOnAVirtualThread() {
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    Database database =
        opened(
            handle -> {
              threads.add(Thread.currentThread());
              Commit.PLAIN.run(handle);
            });
    Lane<String, String> lane =
        database.lane(
            "threads",
            (_, changes) -> {
              threads.add(Thread.currentThread());
              return changes;
            });
    answer(
        callers.submit(
            () -> {
              assertThat(Thread.currentThread().isVirtual()).isTrue();
              lane.submit("a");
              return database.read(_ -> threads.add(Thread.currentThread()));
            }));
    assertThat(threads).hasSize(3).noneMatch(Thread::isVirtual);
    assertThat(threads.get(0)).as("one writer").isSameAs(threads.get(1));
  }

  @Test
  void slowQueriesDoNotHoldTheWriter() {
    Database database = opened(Commit.PLAIN);
    Gate gate = new Gate();
    List<Future<String>> slow = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      slow.add(
          callers.submit(
              () ->
                  database.read(
                      handle -> {
                        handle.createQuery("SELECT COUNT(*) FROM thing").mapTo(Long.class).one();
                        gate.pass();
                        return "done";
                      })));
    }
    gate.awaitSomebody();
    assertThat(answer(submit(things(database), "a"))).isEqualTo("a stored");
    gate.open();
    assertThat(slow).allSatisfy(it -> assertThat(answer(it)).isEqualTo("done"));
  }

  @Test
  void aLongQuerySeesOneMomentAndHoldsNobodyUp() {
    Database database = opened(Commit.PLAIN);
    Lane<String, String> lane = things(database);
    lane.submit("before");
    Gate gate = new Gate();
    Future<List<Long>> counts =
        callers.submit(
            () ->
                database.readLong(
                    handle -> {
                      long first = count(handle);
                      gate.pass();
                      return List.of(first, count(handle));
                    }));
    gate.awaitSomebody();
    for (int i = 0; i < 8; i++) {
      lane.submit("meanwhile-" + i);
      assertThat(stored(database)).hasSize(i + 2);
    }
    gate.open();
    assertThat(answer(counts)).containsExactly(1L, 1L);
  }

  private static long count(Handle handle) {
    return handle.createQuery("SELECT COUNT(*) FROM thing").mapTo(Long.class).one();
  }

  @Test
  void aLongQueryCannotWriteAndTellsWhatItMet() {
    Database database = opened(Commit.PLAIN);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(
            () ->
                database.readLong(
                    handle -> {
                      insert(handle, "sneaked in");
                      return "";
                    }))
        .withMessage("the database could not be read");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () ->
                database.readLong(
                    _ -> {
                      throw new IllegalArgumentException("mine");
                    }))
        .withMessage("mine");
    assertThat(stored(database)).isEmpty();
  }

  @Test
  void aCopyHoldsAllThatWasAnsweredBefore(@TempDir Path folder) throws Exception {
    Database database = opened(Commit.PLAIN);
    Lane<String, String> lane = things(database);
    AtomicBoolean copied = new AtomicBoolean();
    CountDownLatch busy = new CountDownLatch(20);
    Future<Integer> others =
        callers.submit(
            () -> {
              int i = 0;
              while (!copied.get()) {
                lane.submit("other-" + i++);
                busy.countDown();
              }
              return i;
            });
    busy.await();
    numbered(20).forEach(lane::submit);
    Path copy = folder.resolve("copy");

    database.copyTo(copy);

    copied.set(true);
    assertThat(answer(others)).isGreaterThanOrEqualTo(20);
    List<String> names =
        Database.readCopy(
            copy,
            handle -> handle.createQuery("SELECT name FROM thing").mapTo(String.class).list());
    assertThat(names).containsAll(numbered(20)).contains("other-19");
    assertThatExceptionOfType(IOException.class)
        .as("nothing is written over")
        .isThrownBy(() -> database.copyTo(copy));
  }

  @Test
  void aReaderCannotWriteAndOutlivesItsFailures() {
    Database database = opened(Commit.PLAIN);
    for (int i = 0; i < 10; i++) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(
              () ->
                  database.read(
                      handle -> {
                        insert(handle, "sneaked in");
                        return "";
                      }))
          .withMessage("the database could not be read");
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(
              () ->
                  database.read(
                      _ -> {
                        throw new IllegalArgumentException("mine");
                      }))
          .withMessage("mine");
    }
    assertThat(stored(database)).isEmpty();
  }

  @Test
  void anInterruptDoesNotCutTheWaitShort() {
    Gate gate = new Gate();
    Database database = opened(held(gate));
    Lane<String, String> lane = things(database);
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread caller =
        Thread.startVirtualThread(
            () -> {
              String result = lane.submit("a");
              answer.complete(result + " interrupted " + Thread.interrupted());
            });
    gate.awaitSomebody();
    caller.interrupt();
    gate.open();
    assertThat(answer(answer)).isEqualTo("a stored interrupted true");
  }
}
