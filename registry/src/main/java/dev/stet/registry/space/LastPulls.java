package dev.stet.registry.space;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.manifests.PullObserver;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers when each manifest was pulled last. A pull is noted in memory without waiting for
 * anything; what was noted is written at least once a minute, so no more than that is lost in a
 * crash. Safe for use by many threads.
 */
public final class LastPulls implements PullObserver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LastPulls.class);
  private static final Duration OFTEN = Duration.ofSeconds(60);

  /** With so many pulls noted, they are written at once, so that they do not fill the memory. */
  private static final int MANY = 20_000;

  private static final int BATCH = 500;

  /** A manifest that was purged meanwhile has no last pull any more. */
  private static final String WRITE =
      "INSERT INTO last_pull (repository, digest, at) SELECT m.repository, m.digest, ?"
          + " FROM repository_manifest m WHERE m.repository = ? AND m.digest = ?"
          + " ON CONFLICT (repository, digest) DO UPDATE SET at = excluded.at"
          + " WHERE last_pull.at < excluded.at";

  private static final String KNOWN = "SELECT since FROM pulls_known";
  private static final String BEGIN = "INSERT INTO pulls_known (since) VALUES (?)";

  private record Pulled(RepositoryName repository, Digest digest) {}

  private final ConcurrentHashMap<Pulled, Long> noted = new ConcurrentHashMap<>();
  private final ReentrantLock flushing = new ReentrantLock();
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final Lane<List<Map.Entry<Pulled, Long>>, Boolean> lane;

  private LastPulls(Database database, Clock clock, ScheduledExecutorService timer) {
    this.clock = clock;
    this.timer = timer;
    this.lane = database.lane("last pulls", LastPulls::write);
  }

  /**
   * Begins to remember.
   *
   * @param timer writes down what was noted; it is not closed
   */
  public static LastPulls start(Database database, Clock clock, ScheduledExecutorService timer) {
    LastPulls pulls = new LastPulls(database, clock, timer);
    pulls.knownSince(database);
    var _ =
        timer.scheduleWithFixedDelay(
            pulls::flush, OFTEN.toSeconds(), OFTEN.toSeconds(), TimeUnit.SECONDS);
    return pulls;
  }

  private void knownSince(Database database) {
    boolean known =
        database.read(handle -> handle.createQuery(KNOWN).mapTo(Long.class).findOne().isPresent());
    if (!known) {
      database
          .<Long, Integer>lane(
              "first pull",
              (handle, batch) -> batch.stream().map(it -> handle.execute(BEGIN, it)).toList())
          .submit(clock.millis());
    }
  }

  /** Notes the first pull of each minute; which of them it is makes no difference. */
  @Override
  public void pulled(RepositoryName repository, Digest digest) {
    Pulled pulled = new Pulled(repository, digest);
    if (!noted.containsKey(pulled)) {
      noted.put(pulled, clock.millis());
      if (noted.mappingCount() == MANY) {
        flushSoon();
      }
    }
  }

  private void flushSoon() {
    try {
      timer.execute(this::flush);
    } catch (RejectedExecutionException e) {
      LOG.debug("The timer has ended, so Stet is stopping and writes all of them", e);
    }
  }

  /** How many pulls are noted that are not written. */
  public long waiting() {
    return noted.mappingCount();
  }

  /** Writes what was noted. What cannot be written stays noted. */
  void flush() {
    flushing.lock();
    try {
      List<Map.Entry<Pulled, Long>> batch = new ArrayList<>();
      for (Map.Entry<Pulled, Long> entry : noted.entrySet()) {
        batch.add(Map.entry(entry.getKey(), entry.getValue()));
        if (batch.size() == BATCH) {
          flush(batch);
          batch.clear();
        }
      }
      flush(batch);
    } catch (RuntimeException e) {
      LOG.warn("Last pulls could not be written; the next minute tries again", e);
    } finally {
      flushing.unlock();
    }
  }

  /** Taken out first, so that what is pulled while they are written is noted again. */
  private void flush(List<Map.Entry<Pulled, Long>> batch) {
    batch.forEach(entry -> noted.remove(entry.getKey()));
    boolean written = false;
    try {
      written = batch.isEmpty() || lane.submit(List.copyOf(batch));
    } finally {
      if (!written) {
        batch.forEach(entry -> noted.merge(entry.getKey(), entry.getValue(), Math::max));
      }
    }
  }

  private static List<Boolean> write(Handle handle, List<List<Map.Entry<Pulled, Long>>> changes) {
    try (PreparedBatch rows = handle.prepareBatch(WRITE)) {
      changes.stream()
          .flatMap(List::stream)
          .forEach(
              entry ->
                  rows.add(
                      entry.getValue(),
                      entry.getKey().repository().value(),
                      entry.getKey().digest().toString()));
      rows.execute();
    }
    return Collections.nCopies(changes.size(), Boolean.TRUE);
  }

  /** Writes what was noted. The database must still be open. */
  @Override
  public void close() {
    flush();
  }
}
