package dev.stet.server;

import dev.stet.http.Authoriser;
import dev.stet.http.Dispatcher;
import dev.stet.http.FailureMapping;
import dev.stet.http.Route;
import dev.stet.http.Router;
import dev.stet.registry.RegistrySettings;
import dev.stet.registry.RegistryWiring;
import dev.stet.registry.blobs.BlobSettings;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.log.LogWiring;
import dev.stet.registry.log.TagLog;
import dev.stet.registry.protection.ImagesInUse;
import dev.stet.registry.space.CollectionGate;
import dev.stet.registry.space.Grace;
import dev.stet.registry.space.LastPulls;
import dev.stet.registry.space.SpaceSettings;
import dev.stet.registry.tags.TagLedger;
import dev.stet.registry.tags.TagRules;
import dev.stet.server.access.ApiToken;
import dev.stet.server.access.CommandToken;
import dev.stet.server.access.ForwardedGuard;
import dev.stet.server.access.HostGuard;
import dev.stet.server.access.OpenAuthoriser;
import dev.stet.server.config.ListenAddress;
import dev.stet.server.config.Settings;
import dev.stet.server.health.HealthRoutes;
import dev.stet.server.keys.LogKeys;
import dev.stet.server.logging.RequestLog;
import dev.stet.server.metrics.Metrics;
import dev.stet.server.pages.PageRoutes;
import dev.stet.server.transport.Patience;
import dev.stet.server.transport.RequestObserver;
import dev.stet.server.transport.TlsFiles;
import dev.stet.server.transport.TransportSettings;
import dev.stet.server.transport.VertxTransport;
import dev.stet.server.transport.VertxTransport.Observers;
import dev.stet.store.Database;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Stet: every room, wired together. */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /** How long after a try the log is written on, where it has to wait. */
  private static final Duration CATCH_UP = Duration.ofSeconds(5);

  /** One for each that may take long. */
  private static final int TIMER_THREADS = 4;

  private static final int BODY_SHARE = 8; // of the heap, for bodies that wait to be read

  private final Settings settings;
  private final Storage storage;
  private final Router router;
  private final HealthRoutes health;
  private final VertxTransport transport;
  private final CommandToken commandToken;
  private final ScheduledExecutorService timer;
  private final LastPulls pulls;
  private final TagLog log;
  private final LogCosigning cosigning;

  private Server(
      Settings settings,
      Storage storage,
      Router router,
      HealthRoutes health,
      VertxTransport transport,
      CommandToken commandToken,
      ScheduledExecutorService timer,
      LastPulls pulls,
      TagLog log,
      LogCosigning cosigning) {
    this.settings = settings;
    this.storage = storage;
    this.router = router;
    this.health = health;
    this.transport = transport;
    this.commandToken = commandToken;
    this.timer = timer;
    this.pulls = pulls;
    this.log = log;
    this.cosigning = cosigning;
  }

  /**
   * Parts of which a test may use others.
   *
   * @param authoriser decides what callers may do
   * @param blobs what the blob store is seen through
   */
  record Parts(Authoriser authoriser, UnaryOperator<BlobStore> blobs) {
    static final Parts USUAL = new Parts(new OpenAuthoriser(), UnaryOperator.identity());
  }

  /**
   * Starts to serve.
   *
   * @throws dev.stet.store.StoreException if the data folder or the database cannot be used
   * @throws IOException if blobs cannot be kept, TLS cannot be served with the files that are named
   *     for it, or the address cannot be listened on
   */
  public static Server start(Settings settings, Surroundings surroundings) throws IOException {
    return start(settings, surroundings, Parts.USUAL);
  }

  static Server start(Settings settings, Surroundings surroundings, Parts parts)
      throws IOException {
    Optional<TlsFiles> tls = tls(settings);
    if (tls.isPresent()) {
      tls.get().check(surroundings.clock().instant()); // before anything is begun
    }
    Storage storage = Storage.open(settings.data(), surroundings.identifiers());
    ScheduledExecutorService timer =
        Executors.newScheduledThreadPool(
            TIMER_THREADS, Thread.ofPlatform().daemon().name("timer-", 0).factory());
    try {
      return start(settings, surroundings, parts, storage, timer);
    } catch (IOException | RuntimeException e) {
      end(timer);
      storage.close();
      throw e;
    }
  }

  private static Server start(
      Settings settings,
      Surroundings surroundings,
      Parts parts,
      Storage storage,
      ScheduledExecutorService timer)
      throws IOException {
    Database database = storage.database();
    ApiToken token = new ApiToken(surroundings.secrets().get());
    token.write(storage.folder().path().resolve("token"));
    TagLog log =
        new LogStart(new LogKeys(storage.folder().path()), database, surroundings)
            .open(settings.logOrigin());
    Metrics metrics = new Metrics(surroundings.version());
    metrics.writerQueue(database::waiting);
    metrics.uploads(storage.blobs()::unfinished);
    LogCosigning cosigning =
        LogCosigning.of(
            log,
            settings.logPolicy(),
            settings.logAuditor() ? Optional.of(auditor(storage)) : Optional.empty(),
            settings.logGoesOnSuspected(),
            metrics.cosigning());
    metrics.log(log);
    metrics.auditor(cosigning::progress);
    HealthRoutes health = new HealthRoutes(checks(storage.folder().path(), database));

    LastPulls pulls = LastPulls.start(database, surroundings.clock(), timer);
    metrics.lastPulls(pulls::waiting);
    List<Route> routes = new ArrayList<>();
    routes.addAll(
        RegistryWiring.routes(
            registrySettings(settings),
            new RegistryWiring.Needs(
                database,
                log,
                TagLedger.sequence(database),
                new LogWiring.Others(cosigning::keys, RemoteLog::of, cosigning),
                parts.blobs().apply(storage.blobs()),
                parts.authoriser(),
                surroundings.clock(),
                timer,
                ImagesInUse.NONE,
                pulls,
                new CollectionGate(),
                outcome -> {
                  metrics.claimed(outcome);
                  cosigning.grown();
                },
                metrics.blobs(),
                metrics.space())));
    routes.addAll(health.routes());
    routes.addAll(metrics.routes());
    routes.addAll(new PageRoutes(surroundings.version()).routes());
    Router router = new Router(routes);

    Dispatcher dispatcher =
        new Dispatcher(
            router,
            parts.authoriser(),
            List.of(
                new HostGuard(settings.allowedHosts(), settings.behindProxy()),
                new ForwardedGuard(settings.behindProxy()),
                token),
            new FailureMapping());
    VertxTransport transport =
        VertxTransport.start(
            dispatcher,
            new Observers(observers(metrics, new RequestLog()), metrics),
            surroundings.requestIds(),
            surroundings.clock(),
            transportSettings(settings));
    CommandToken commandToken =
        CommandToken.leave(
            token, surroundings.tokens(), settings.listen().withPort(transport.port()));
    catchUp(log, timer);
    Server server =
        new Server(
            settings,
            storage,
            router,
            health,
            transport,
            commandToken,
            timer,
            pulls,
            log,
            cosigning);
    cosigning.start(server.own(surroundings), surroundings.clock(), surroundings.random());
    return server;
  }

  /** The auditor of this process reads the log as others do, from where this server listens. */
  private Optional<LogCosigning.Own> own(Surroundings surroundings) {
    if (!settings.logAuditor()) {
      return Optional.empty();
    }
    HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    if (settings.tls().isPresent()) {
      client.sslContext(AnyCertificate.context(surroundings.random()));
    }
    Path data = storage.folder().path();
    return Optional.of(
        new LogCosigning.Own(
            auditor(storage),
            data.resolve("keys").resolve("auditor.key"),
            URI.create(url() + "/log/"),
            client.build()));
  }

  /** Until it is done: it waits while somebody has to confirm the log first. */
  private static void catchUp(TagLog log, ScheduledExecutorService timer) {
    Future<?> _ =
        timer.scheduleWithFixedDelay(
            () -> {
              try {
                log.catchUp();
              } catch (RuntimeException e) {
                LOG.warn("The log of tags could not be written on; it is tried again", e);
              }
            },
            0,
            CATCH_UP.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private static Path auditor(Storage storage) {
    return storage.folder().path().resolve("auditor");
  }

  private static RegistrySettings registrySettings(Settings settings) {
    return new RegistrySettings(
        new TagRules(settings.rollingNames(), settings.strictLabels()),
        settings.manifestCacheBytes(),
        new BlobSettings(
            settings.blobCacheBytes(),
            settings.uploadExpiry(),
            settings.scrubBytesASecond(),
            settings.scrubPeriod()),
        new SpaceSettings(
            new Grace(settings.untaggedGrace(), settings.blobGrace()),
            settings.restoreWindow(),
            settings.gcAt(),
            settings.retention()));
  }

  private static TransportSettings transportSettings(Settings settings) {
    return new TransportSettings(
        settings.listen().host(),
        settings.listen().port(),
        tls(settings),
        Runtime.getRuntime().availableProcessors(),
        new Patience(
            settings.idleTimeout(),
            settings.headTimeout(),
            settings.bodyPause(),
            settings.bodyRate()),
        Runtime.getRuntime().maxMemory() / BODY_SHARE);
  }

  private static Optional<TlsFiles> tls(Settings settings) {
    return settings.tls().map(pair -> new TlsFiles(pair.certificate(), pair.key()));
  }

  private static RequestObserver observers(Metrics metrics, RequestLog log) {
    return (exchange, route, reply, nanos) -> {
      metrics.answered(exchange, route, reply, nanos);
      log.answered(exchange, route, reply, nanos);
    };
  }

  private static List<HealthRoutes.Check> checks(Path folder, Database database) {
    return List.of(
        () -> Optional.ofNullable(database.stopped()),
        () ->
            Files.isWritable(folder)
                ? Optional.empty()
                : Optional.of(
                    "the data folder " + folder + " cannot be written: make it writable again"));
  }

  /** Where it listens, with the port that it really has. */
  public ListenAddress address() {
    return settings.listen().withPort(transport.port());
  }

  /** Where it listens, as a URL. */
  public String url() {
    return (settings.tls().isPresent() ? "https://" : "http://") + address();
  }

  /** What it logs tags to. */
  TagLog log() {
    return log;
  }

  /** Everything that it answers. */
  Router router() {
    return router;
  }

  Database database() {
    return storage.database();
  }

  /**
   * Stops: {@code /readyz} says so, nobody is asked for signatures any more, requests in flight may
   * finish within the configured grace, then what runs beside them ends, the database is closed and
   * the folder released. An upload that was cut off can be resumed.
   */
  @Override
  public void close() {
    health.stopping();
    cosigning.close(); // while the auditor of this process can still read
    transport.stop(settings.shutdownGrace());
    commandToken.remove();
    end(timer);
    pulls.close();
    storage.close();
  }

  /** Breaks off what the timer runs, and waits for it. */
  private static void end(ScheduledExecutorService timer) {
    timer.shutdownNow();
    timer.close();
  }
}
