package dev.stet.server.metrics;

import dev.stet.auditor.replay.Auditor;
import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.Reply;
import dev.stet.http.Route;
import dev.stet.log.Checkpoint;
import dev.stet.registry.blobs.BlobObserver;
import dev.stet.registry.blobs.BlobStore.Unfinished;
import dev.stet.registry.log.TagLog;
import dev.stet.registry.space.SpaceObserver;
import dev.stet.registry.tags.ClaimOutcome;
import dev.stet.server.cosigning.CosigningObserver;
import dev.stet.server.transport.ConnectionObserver;
import dev.stet.server.transport.Ending;
import dev.stet.server.transport.RequestObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of the process, and the route that shows them. Safe for use by many threads; nothing
 * here blocks.
 *
 * <p>No meter carries the name of a repository, tag or user: their number has no bound.
 */
public final class Metrics implements RequestObserver, ConnectionObserver {
  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

  private record Answer(String route, int status) {}

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ConcurrentHashMap<Answer, Timer> requests = new ConcurrentHashMap<>();
  private final Map<Ending, Counter> endings = new EnumMap<>(Ending.class);
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * Makes the meters.
   *
   * @param version the version of this Stet
   */
  public Metrics(String version) {
    new JvmMemoryMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder("stet.build.info", () -> 1)
        .description("Always 1; the label says which version runs")
        .tag("version", version)
        .register(registry);
    Gauge.builder("stet.http.connections", connections::get)
        .description("Connections that are open")
        .register(registry);
    for (Ending ending : Ending.values()) {
      endings.put(
          ending,
          Counter.builder("stet.http.connections.ended")
              .description("Connections, and streams of HTTP/2, that Stet ended")
              .tag("reason", ending.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  /** Shows how many changes wait for the database's writer. */
  public void writerQueue(IntSupplier waiting) {
    Gauge.builder("stet.store.waiting.changes", waiting::getAsInt)
        .description("Changes that wait for the one writer of the database")
        .register(registry);
  }

  /** Shows how many pulls are noted and not yet written down. */
  public void lastPulls(LongSupplier waiting) {
    Gauge.builder("stet.last.pulls.waiting", waiting::getAsLong)
        .description("Pulls of manifests that are noted and not yet written down")
        .register(registry);
  }

  /** Shows how long the log of tags is, and whether it takes more. */
  public void log(TagLog log) {
    Gauge.builder("stet.log.size", () -> log.checkpoint().map(Checkpoint::size).orElse(0L))
        .description("Entries of the log of tags")
        .register(registry);
    Gauge.builder("stet.log.open", () -> log.gate().why().isEmpty() ? 1 : 0)
        .description("1 while names can be given and taken away, else 0")
        .register(registry);
  }

  /**
   * Shows where the auditor of this process is, and whether something is wrong with the log.
   *
   * @param progress empty if there is none, or not yet
   */
  public void auditor(Supplier<Optional<Auditor.Progress>> progress) {
    auditor(
        "size",
        "Entries of the log that the auditor of this process has replayed",
        progress,
        Auditor.Progress::size);
    auditor(
        "alarms",
        "Alarms that the auditor of this process raises",
        progress,
        it -> it.alarms().size());
    auditor(
        "stopped",
        "1 if the auditor of this process has stopped because the log did wrong, else 0",
        progress,
        it -> it.stopped() ? 1 : 0);
  }

  private void auditor(
      String name,
      String description,
      Supplier<Optional<Auditor.Progress>> progress,
      ToLongFunction<Auditor.Progress> number) {
    Gauge.builder(
            "stet.log.auditor." + name,
            () -> progress.get().map(it -> number.applyAsLong(it)).orElse(0L))
        .description(description)
        .register(registry);
  }

  /** Counts who signs the log, and how far the quorum is. */
  public CosigningObserver cosigning() {
    AtomicLong quorum = new AtomicLong();
    Gauge.builder("stet.log.cosigned.size", quorum::get)
        .description("Entries of the log of tags that the quorum has signed since the start")
        .register(registry);
    return new CosigningObserver() {
      @Override
      public void asked(String cosigner, String outcome, long nanos) {
        Timer.builder("stet.log.cosigners.asked")
            .description("Cosigners that were asked to sign the log")
            .tag("cosigner", cosigner)
            .tag("outcome", outcome)
            .register(registry)
            .record(nanos, TimeUnit.NANOSECONDS);
      }

      @Override
      public void quorum(long size) {
        quorum.set(size);
      }
    };
  }

  /** What uploads take that are not finished. */
  @FunctionalInterface
  public interface Uploads {
    /** Counts it; asked for each number anew, on a virtual thread. */
    Unfinished unfinished() throws IOException;
  }

  /** Shows what uploads take that are not finished. */
  public void uploads(Uploads uploads) {
    Gauge.builder("stet.upload.files", () -> count(uploads, Unfinished::uploads))
        .description("Uploads that are not finished")
        .register(registry);
    Gauge.builder("stet.upload.disk", () -> count(uploads, Unfinished::bytes))
        .description("What uploads that are not finished take on the disk")
        .baseUnit(BaseUnits.BYTES)
        .register(registry);
  }

  private static double count(Uploads uploads, ToLongFunction<Unfinished> number) {
    try {
      return number.applyAsLong(uploads.unfinished());
    } catch (IOException e) {
      LOG.warn("The uploads could not be counted", e);
      return Double.NaN;
    }
  }

  /** Counts what is collected and purged. */
  public SpaceObserver space() {
    Counter manifests = collected("manifest");
    Counter blobs = collected("blob");
    Counter purged =
        Counter.builder("stet.purged")
            .description("What was given back to the disk for good")
            .baseUnit(BaseUnits.BYTES)
            .register(registry);
    Counter whole = nightly("whole");
    Counter brokenOff = nightly("broken_off");
    return new SpaceObserver() {
      @Override
      public void collected(long ofManifests, long ofBlobs) {
        manifests.increment((double) ofManifests);
        blobs.increment((double) ofBlobs);
      }

      @Override
      public void purged(long bytes) {
        purged.increment((double) bytes);
      }

      @Override
      public void nightly(boolean wasWhole) {
        (wasWhole ? whole : brokenOff).increment();
      }
    };
  }

  private Counter collected(String kind) {
    return Counter.builder("stet.collected")
        .tag("kind", kind)
        .description("Manifests and blobs of repositories that were taken out of sight")
        .register(registry);
  }

  private Counter nightly(String result) {
    return Counter.builder("stet.nightly.runs")
        .tag("result", result)
        .description("Runs of retention, collection and purge by night")
        .register(registry);
  }

  /** Counts how the blobs fare. */
  public BlobObserver blobs() {
    Counter scrubbed =
        Counter.builder("stet.blob.scrubbed")
            .description("What was read of large blobs to see whether their bytes are right")
            .baseUnit(BaseUnits.BYTES)
            .register(registry);
    Counter damaged =
        Counter.builder("stet.blob.damaged")
            .description("Blobs that were found damaged or gone")
            .register(registry);
    Counter healed =
        Counter.builder("stet.blob.healed")
            .description("Damaged blobs that a push put right")
            .register(registry);
    return new BlobObserver() {
      @Override
      public void scrubbed(long bytes) {
        scrubbed.increment((double) bytes);
      }

      @Override
      public void damaged() {
        damaged.increment();
      }

      @Override
      public void healed() {
        healed.increment();
      }
    };
  }

  /** Counts what came of a claim. */
  public void claimed(ClaimOutcome outcome) {
    registry.counter("stet.tag.claims", "outcome", name(outcome)).increment();
  }

  private static String name(ClaimOutcome outcome) {
    return switch (outcome) {
      case ClaimOutcome.Claimed _ -> "claimed";
      case ClaimOutcome.Restored _ -> "restored";
      case ClaimOutcome.Moved _ -> "moved";
      case ClaimOutcome.AlreadyNames _ -> "already_names";
      case ClaimOutcome.Stored _ -> "stored";
      case ClaimOutcome.Kept _ -> "kept";
      case ClaimOutcome.Unmet _ -> "unmet";
      case ClaimOutcome.Taken _ -> "taken";
      case ClaimOutcome.Burnt _ -> "burnt";
      case ClaimOutcome.Withdrawn _ -> "withdrawn";
      case ClaimOutcome.NeedsTag _ -> "needs_tag";
      case ClaimOutcome.WrongKind _ -> "wrong_kind";
      case ClaimOutcome.Rolling _ -> "rolling";
      case ClaimOutcome.Lies _ -> "lies";
      case ClaimOutcome.Missing _ -> "missing";
    };
  }

  @Override
  public void answered(Exchange exchange, String route, Reply reply, long nanos) {
    requests
        .computeIfAbsent(new Answer(route, reply.status()), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void opened() {
    connections.incrementAndGet();
  }

  @Override
  public void closed() {
    connections.decrementAndGet();
  }

  @Override
  public void ended(Ending why) {
    Objects.requireNonNull(endings.get(why)).increment();
  }

  private Timer timer(Answer answer) {
    return Timer.builder("stet.http.request.duration")
        .description("Time from the end of a request's headers to its answer")
        .tag("route", answer.route())
        .tag("code", Integer.toString(answer.status()))
        .register(registry);
  }

  /** The route that Prometheus reads. */
  public List<Route> routes() {
    return List.of(
        Route.get(
            "/metrics",
            Action.OBSERVE,
            _ -> Reply.text(200, "text/plain; version=0.0.4", registry.scrape())));
  }
}
