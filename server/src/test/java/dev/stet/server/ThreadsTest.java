package dev.stet.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.stet.http.Dispatcher;
import dev.stet.http.FailureMapping;
import dev.stet.http.ReadyHandler;
import dev.stet.http.Reply;
import dev.stet.http.Route;
import dev.stet.http.Router;
import dev.stet.oci.Digest;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.server.access.OpenAuthoriser;
import dev.stet.store.Lane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Event loops answer from memory; SQL runs on threads of its own; everything else may wait. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThreadsTest {
  private static final String REPOSITORY = "thread/ed";

  /** Half a million rows: some hundred milliseconds within one call of SQLite. */
  private static final String SLOW =
      "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 500000)"
          + " SELECT COUNT(*) FROM c";

  private final BlockingDetector detector = new BlockingDetector();
  private final TestImage image = TestImage.of("in memory");
  private final Digest blob = Digest.sha256(image.blobs().getLast());

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path folder) {
    Server.Parts parts =
        new Server.Parts(new OpenAuthoriser(), store -> detector.watch(BlobStore.class, store));
    server = RunningServer.start(folder, Map.of(), parts);
    server.push(REPOSITORY, "v1", image);
    fillATile();
    ready().values().forEach(path -> server.get(path)); // what was read is in memory
  }

  /** Of 256 entries one was pushed, and one begins the log. */
  private void fillATile() {
    for (int from = 0; from < 300; from += 100) {
      String tags =
          IntStream.range(from, from + 100)
              .mapToObj(it -> "tag=t" + it)
              .collect(Collectors.joining("&"));
      server.push(REPOSITORY, Digest.sha256(image.manifest()) + "?" + tags, image);
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** Every route that may answer on the event loop, and a path that it has in memory. */
  private Map<String, String> ready() {
    return Map.of(
        "GET /v2/", "/v2/",
        "GET /v2/{repository...}/manifests/{reference}", "/v2/" + REPOSITORY + "/manifests/v1",
        "GET /v2/{repository...}/blobs/{digest}", "/v2/" + REPOSITORY + "/blobs/" + blob,
        "GET /log/tile/{path...}", "/log/tile/0/000",
        "GET /log/cosigned/tile/{path...}", "/log/cosigned/tile/0/000",
        "GET /livez", "/livez",
        "GET /api/v1/version", "/api/v1/version",
        "GET /api/v1/openapi.yaml", "/api/v1/openapi.yaml");
  }

  private List<Route> readyRoutes() {
    return server.routes().stream().filter(route -> route.ready().isPresent()).toList();
  }

  @Test
  void slowQueriesOnEveryCoreDoNotHoldUpWhatIsInMemory() throws Exception {
    int queries = Math.max(4, Runtime.getRuntime().availableProcessors());
    AtomicBoolean enough = new AtomicBoolean();
    CountDownLatch running = new CountDownLatch(queries);
    List<Future<?>> slow = new ArrayList<>();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        for (int i = 0; i < queries; i++) {
          slow.add(
              callers.submit(() -> server.database().read(handle -> run(handle, running, enough))));
        }
        running.await();

        assertThat(server.get("/livez").text()).isEqualTo("ok\n");
        assertThat(server.get("/v2/" + REPOSITORY + "/blobs/" + blob).text())
            .isEqualTo("in memory");
        String upload = server.beginUpload(REPOSITORY); // a virtual thread, files, no SQL
        assertThat(server.patch(upload, new byte[100_000]).status()).isEqualTo(202);
        assertThat(slow).as("all that while they ran").noneMatch(Future::isDone);
      } finally {
        enough.set(true);
      }
    }
  }

  private static int run(Handle handle, CountDownLatch running, AtomicBoolean enough) {
    running.countDown();
    int rows = 0;
    while (!enough.get()) {
      rows += handle.createQuery(SLOW).mapTo(Integer.class).one();
    }
    return rows;
  }

  @Test
  void sqlRunsOnThreadsOfTheStoreWhoeverAsks() throws Exception {
    Lane<String, Thread> lane =
        server
            .database()
            .lane(
                "test",
                (_, changes) -> Collections.nCopies(changes.size(), Thread.currentThread()));
    List<Thread> seen = new ArrayList<>();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      seen.add(callers.submit(() -> server.database().read(_ -> Thread.currentThread())).get());
      seen.add(callers.submit(() -> lane.submit("change")).get());
    }
    assertThat(seen)
        .allSatisfy(
            thread -> {
              assertThat(thread.isVirtual()).isFalse();
              assertThat(thread.getName()).startsWith("store-");
            });
  }

  /** The test above looks at the only way to SQL. */
  @Test
  void nobodyButTheStoreConnectsToADatabase() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.stet");
    assertThat(classes.contain("dev.stet.registry.tags.TagLedger")).isTrue();
    ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackage("dev.stet.store..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(Jdbi.class.getName())
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "javax\\.sql\\..*|java\\.sql\\.(Driver|Connection|DriverManager)|org\\.sqlite\\..*")
        .check(classes);
  }

  @Test
  void theListOfReadyRoutesIsWhole() {
    assertThat(readyRoutes())
        .extracting(Route::toString)
        .containsExactlyInAnyOrderElementsOf(ready().keySet());
  }

  /**
   * While every thread of the store is held, what is in memory comes over the wire all the same.
   */
  @Test
  void whatIsInMemoryNeedsNoThreadOfTheStore() throws Exception {
    try (var _ = holdTheStore()) {
      for (String path : ready().values()) {
        assertThat(server.get(path).status()).as(path).isEqualTo(200);
        assertThat(server.head(path).status()).as(path).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("readyRoutes")
  void aReadyHandlerNeverBlocks(Route route) throws Exception {
    String warm = ready().getOrDefault(route.toString(), "/");
    String cold =
        warm.replace("/manifests/v1", "/manifests/v2").replace(blob.hex(), "0".repeat(64));
    try (var _ = holdTheStore()) {
      assertThat(detector.watch(() -> begin(warm))).as("what it blocked on").isEmpty();
      assertThat(begin(warm)).isInstanceOf(Dispatcher.Begun.Answered.class);
      assertThat(detector.watch(() -> begin(cold))).as("what it blocked on").isEmpty();
    }
  }

  private Dispatcher.Begun begin(String path) {
    return begin(server.routes(), path);
  }

  private static Dispatcher.Begun begin(List<Route> routes, String path) {
    return new Dispatcher(new Router(routes), new OpenAuthoriser(), List.of(), new FailureMapping())
        .begin(new GetExchange(path));
  }

  /** Handlers that break the rule, each in its own way. */
  private Stream<ReadyHandler> blocking() {
    Runnable watched = detector.watch(Runnable.class, () -> {});
    return Stream.of(
        _ -> {
          LockSupport.parkNanos(1_000);
          return Optional.empty();
        },
        _ -> {
          try {
            Thread.sleep(1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Optional.empty();
        },
        _ -> Optional.of(Reply.text(200, "text/plain", "" + server.database().read(_ -> 1))),
        _ -> {
          watched.run();
          return Optional.empty();
        },
        _ -> {
          try {
            Path file = Files.createTempFile("ready", "");
            Files.writeString(file, "a file");
            Files.delete(file);
            return Optional.empty();
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("blocking")
  void theDetectorFindsAHandlerThatBlocks(ReadyHandler handler) throws Exception {
    List<Route> routes =
        List.of(
            Route.get("/livez", dev.stet.http.Action.OBSERVE, _ -> Reply.of(200)).ready(handler));
    try (var _ = holdTheStore()) {
      assertThat(detector.watch(() -> begin(routes, "/livez"))).isNotEmpty();
    }
  }

  /** Holds every reader and the writer until it is closed. */
  private AutoCloseable holdTheStore() throws InterruptedException {
    long readers =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("store-reader-"))
            .count();
    assertThat(readers).isPositive();
    CountDownLatch held = new CountDownLatch((int) readers + 1);
    CompletableFuture<Boolean> release = new CompletableFuture<>();
    Lane<String, Boolean> lane =
        server
            .database()
            .lane(
                "held",
                (_, changes) -> {
                  held.countDown();
                  return Collections.nCopies(changes.size(), release.join());
                });
    var callers = Executors.newVirtualThreadPerTaskExecutor();
    callers.execute(() -> lane.submit("change"));
    for (int i = 0; i < readers; i++) {
      callers.execute(
          () ->
              server
                  .database()
                  .read(
                      _ -> {
                        held.countDown();
                        return release.join();
                      }));
    }
    held.await();
    return () -> {
      release.complete(true);
      callers.close();
    };
  }
}
