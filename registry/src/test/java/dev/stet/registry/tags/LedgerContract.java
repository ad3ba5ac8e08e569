package dev.stet.registry.tags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.Manifest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.Images;
import dev.stet.registry.log.TestLog;
import dev.stet.registry.standing.Sequence;
import dev.stet.registry.tags.SourceRevision.Origin;
import dev.stet.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A ledger on a database of which a test says what it has to keep. */
abstract class LedgerContract {
  static final Instant NOW = Instant.parse("2026-11-20T14:00:00.123456Z");
  static final RepositoryName SHOP = RepositoryName.parse("shop/api");
  static final Actor CI = new Actor("ci@shop", "127.0.0.1 docker/29.1");
  static final String COMMIT = "3035eca".repeat(5) + "3035e";

  final List<ClaimOutcome> observed = Collections.synchronizedList(new ArrayList<>());

  @SuppressWarnings("NullAway.Init")
  Database database;

  @SuppressWarnings("NullAway.Init")
  Sequence sequence;

  @SuppressWarnings("NullAway.Init")
  TagLedger ledger;

  private final TestDatabase databases;

  LedgerContract(TestDatabase databases) {
    this.databases = databases;
  }

  @BeforeEach
  void begin() {
    database = databases.open();
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    sequence = TagLedger.sequence(database);
    ledger =
        new TagLedger(
            database,
            clock,
            new TagRules(Set.of("latest", "main"), false),
            TestLog.open(database, clock).gate(),
            sequence,
            observed::add);
  }

  @AfterEach
  void end() {
    database.close();
  }

  /** A manifest that needs nothing in its repository, each number another. */
  static PushedManifest manifest(int number, Optional<SourceRevision> source) {
    byte[] bytes = Images.index(List.of(), Map.of("number", Integer.toString(number)));
    return new PushedManifest(Digest.sha256(bytes), bytes, Manifest.parse(bytes, ""), source);
  }

  static Digest digest(int number) {
    return manifest(number, Optional.empty()).digest();
  }

  static Optional<SourceRevision> builtFrom(String commit) {
    return Optional.of(new SourceRevision(commit, Origin.ANNOTATION, Optional.empty()));
  }

  static Claim claim(int number, String... names) {
    return claim(manifest(number, Optional.empty()), IfTaken.REFUSE, names);
  }

  static Claim claim(PushedManifest pushed, IfTaken ifTaken, String... names) {
    return new Claim(SHOP, pushed, Stream.of(names).map(TagName::parse).toList(), CI, ifTaken);
  }

  Optional<HeldName> standing(String name) {
    return database.read(handle -> NameRows.find(handle, SHOP, TagName.parse(name)));
  }

  long count(String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  long rows(String table) {
    return count("SELECT COUNT(*) FROM " + table);
  }

  boolean holds(int number) {
    return count("SELECT COUNT(*) FROM repository_manifest WHERE digest = '" + digest(number) + "'")
        > 0;
  }

  static Claim of(byte[] bytes, String... names) {
    return claim(
        new PushedManifest(
            Digest.sha256(bytes), bytes, Manifest.parse(bytes, ""), Optional.empty()),
        IfTaken.REFUSE,
        names);
  }

  /** Writes rows that no claim writes. */
  void write(String sql) {
    int rows =
        database
            .<String, Integer>lane(
                "rows", (handle, changes) -> changes.stream().map(handle::execute).toList())
            .submit(sql);
    assertThat(rows).isPositive();
  }

  /** Closes the database, and opens it again. */
  void restart() {
    end();
    begin();
  }

  /** Goes on with a new database. */
  void forget() {
    end();
    databases.forget();
    begin();
  }

  /** Makes all claims at once, from as many virtual threads. */
  List<ClaimOutcome> together(int count, IntFunction<Claim> claims) {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ClaimOutcome>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Claim claim = claims.apply(i);
        futures.add(
            callers.submit(
                () -> {
                  start.await();
                  return ledger.claim(claim);
                }));
      }
      start.countDown();
      return futures.stream().map(LedgerContract::outcome).toList();
    }
  }

  static ClaimOutcome outcome(Future<ClaimOutcome> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
