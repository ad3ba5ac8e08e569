package dev.stet.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.Authoriser;
import dev.stet.http.Dispatcher;
import dev.stet.http.FailureMapping;
import dev.stet.http.Route;
import dev.stet.http.Router;
import dev.stet.oci.Digest;
import dev.stet.registry.blobs.BlobSettings;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.blobs.file.FileBlobStore;
import dev.stet.registry.log.LogWiring;
import dev.stet.registry.log.TagLog;
import dev.stet.registry.log.TestLog;
import dev.stet.registry.space.LastPulls;
import dev.stet.registry.standing.Sequence;
import dev.stet.registry.tags.ClaimOutcome;
import dev.stet.registry.tags.TagLedger;
import dev.stet.registry.tags.TagRules;
import dev.stet.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A registry on real files and a real database, asked without a wire between. */
public final class TestRegistry implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-11-20T14:00:00.123Z");
  public static final Authoriser ALL = (_, _, _) -> Optional.empty();

  private static final TagRules RULES = new TagRules(Set.of("latest", "main"), false);

  private final Database database;
  private final List<Route> routes;
  private final Dispatcher dispatcher;
  private final TestWorld world;
  private final LastPulls pulls;
  private final TagLog log;
  private final BlobStore store;
  private final Sequence sequence;
  private final CountingObserver blobs = new CountingObserver();
  private final List<ClaimOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());

  private TestRegistry(
      Database database, BlobStore store, TagRules rules, Authoriser authoriser, TestWorld world) {
    this(
        database,
        store,
        rules,
        authoriser,
        world,
        TestLog.open(database, world.clock),
        TagLedger.sequence(database));
  }

  private TestRegistry(
      Database database,
      BlobStore store,
      TagRules rules,
      Authoriser authoriser,
      TestWorld world,
      TagLog log,
      Sequence sequence) {
    this.database = database;
    this.store = store;
    this.world = world;
    this.log = log;
    this.sequence = sequence;
    pulls = LastPulls.start(database, world.clock, world.timer);
    routes =
        RegistryWiring.routes(
            new RegistrySettings(
                rules,
                1 << 20,
                new BlobSettings(1 << 20, Duration.ofHours(24), 1 << 30, Duration.ofDays(7)),
                world.space()),
            new RegistryWiring.Needs(
                database,
                log,
                sequence,
                new LogWiring.Others(List::of, world.copies(), world.quorum),
                world.seen(store),
                authoriser,
                world.clock,
                world.timer,
                world.inUse(),
                pulls,
                world.gate,
                outcomes::add,
                blobs,
                world.observer()));
    dispatcher = new Dispatcher(new Router(routes), authoriser, List.of(), new FailureMapping());
  }

  private static TestRegistry open(Path folder, TagRules rules, Authoriser authoriser)
      throws IOException {
    return new TestRegistry(database(folder), store(folder), rules, authoriser, new TestWorld());
  }

  private static Database database(Path folder) {
    return Database.open(folder.resolve("stet.db"), RegistryWiring.MIGRATIONS);
  }

  private static BlobStore store(Path folder) throws IOException {
    return FileBlobStore.open(folder.resolve("content"), UUID::randomUUID);
  }

  public static TestRegistry open(Path folder) throws IOException {
    return open(folder, RULES, ALL);
  }

  public static TestRegistry open(Path folder, TagRules rules) throws IOException {
    return open(folder, rules, ALL);
  }

  public static TestRegistry open(Path folder, Authoriser authoriser) throws IOException {
    return open(folder, RULES, authoriser);
  }

  /** On parts of the test's own, e.g. such that fail. */
  public static TestRegistry open(Database database, BlobStore store) {
    return open(database, store, new TestWorld());
  }

  public static TestRegistry open(Database database, BlobStore store, TestWorld world) {
    return new TestRegistry(database, store, RULES, ALL, world);
  }

  public static TestRegistry open(Path folder, TestWorld world) throws IOException {
    return new TestRegistry(database(folder), store(folder), RULES, ALL, world);
  }

  /** Another registry on the same database, log and blobs. Ends with this one. */
  public TestRegistry beside() {
    return new TestRegistry(database, store, RULES, ALL, world, log, sequence);
  }

  /** Does once what is to be done now and then. */
  public void tick() {
    world.timer.tick();
  }

  /** What the observer of blobs was told. */
  public CountingObserver blobs() {
    return blobs;
  }

  public Database database() {
    return database;
  }

  public List<Route> routes() {
    return routes;
  }

  /** What the observer of claims was told. */
  public List<ClaimOutcome> outcomes() {
    return outcomes;
  }

  /** A request to this registry; the target is path and query. */
  public TestRequest request(String method, String target) {
    return new TestRequest(dispatcher, method, target);
  }

  public TestAnswer get(String target) {
    return request("GET", target).send();
  }

  public TestAnswer head(String target) {
    return request("HEAD", target).send();
  }

  /** Pushes a blob in one request, and returns its digest. */
  public Digest blob(String repository, byte[] content) {
    Digest digest = Digest.sha256(content);
    TestAnswer answer =
        request("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest)
            .body(content)
            .send();
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return digest;
  }

  /** Puts a manifest under a tag or digest; what it refers to must be there. */
  public TestAnswer put(String repository, Object reference, byte[] manifest) {
    return request("PUT", "/v2/" + repository + "/manifests/" + reference).body(manifest).send();
  }

  /** Pushes the blobs of a manifest and then itself, and returns its digest. */
  public Digest image(String repository, Object reference, byte[] manifest, byte[]... blobs) {
    for (byte[] blob : blobs) {
      assertThat(blob(repository, blob)).isNotNull();
    }
    TestAnswer answer = put(repository, reference, manifest);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return Digest.parse(answer.header("Docker-Content-Digest"));
  }

  /** One number out of the database. */
  public long count(String sql, Object... values) {
    return database.read(
        handle -> {
          var query = handle.createQuery(sql);
          for (int i = 0; i < values.length; i++) {
            query.bind(i, values[i]);
          }
          return query.mapTo(Long.class).one();
        });
  }

  /** Changes rows behind the registry's back, as a flipped bit would. */
  public void damage(String sql, Object... values) {
    database
        .read(
            handle ->
                handle
                    .createQuery("SELECT name FROM sqlite_master WHERE type = 'trigger'")
                    .mapTo(String.class)
                    .list())
        .forEach(trigger -> change("DROP TRIGGER " + trigger));
    assertThat(change(sql, values)).isEqualTo(1);
  }

  /** Changes the database behind the registry's back; how many rows. */
  public int change(String sql, Object... values) {
    return database
        .<String, Integer>lane(
            "change",
            (handle, changes) -> changes.stream().map(it -> handle.execute(it, values)).toList())
        .submit(sql);
  }

  @Override
  public void close() {
    world.timer.close();
    pulls.close();
    database.close();
  }
}
