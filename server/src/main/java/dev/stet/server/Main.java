package dev.stet.server;

import dev.stet.registry.tags.Actor;
import dev.stet.server.config.ConfigurationException;
import dev.stet.server.config.Key;
import dev.stet.server.config.ListenAddress;
import dev.stet.server.config.Settings;
import dev.stet.server.config.SettingsReader;
import dev.stet.server.logging.LogSetup;
import dev.stet.store.StoreException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet serve}: reads the configuration, starts the server, stops it when told to. */
@Command(
    name = "stet serve",
    description = "Serves a registry whose tags stand.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  stet serve",
      "  stet serve --data /var/lib/stet --listen 127.0.0.1:5050",
      "  stet serve --config stet.yaml",
      "",
      "Flags win over environment variables, and those over the file."
    })
public final class Main implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "where everything is kept (STET_DATA; default ./data)")
  private @Nullable String data;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "where to listen (STET_LISTEN; default 127.0.0.1:5000)")
  private @Nullable String listen;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the configuration file (STET_CONFIG; default none)")
  private @Nullable Path config;

  @Option(names = "--warm-up", hidden = true, description = "serve a few requests, then stop")
  private boolean warmUp;

  private final Map<String, String> environment;
  private final Surroundings surroundings;
  private final StopSignal stop;

  private Main(Map<String, String> environment, Surroundings surroundings, StopSignal stop) {
    this.environment = environment;
    this.surroundings = surroundings;
    this.stop = stop;
  }

  /**
   * Runs the server until the process is told to stop, or what the first words name and {@link
   * Offline} has.
   */
  public static void main(String[] args) {
    StopSignal stop = new StopSignal();
    Map<String, String> environment = System.getenv();
    Surroundings surroundings = Surroundings.ofThisProcess(environment);
    List<String> words = List.of(args);
    Offline.Named named =
        offline(surroundings)
            .find(words)
            .orElseGet(() -> new Offline.Named(new Main(environment, surroundings, stop), words));
    CommandLine command = new CommandLine(named.command());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.getCommandSpec().version(Version.ofThisBuild());
    command.setExecutionExceptionHandler((failure, _, _) -> ownFault(failure));
    int code = command.execute(named.arguments().toArray(String[]::new));
    System.out.flush();
    stop.exit(code);
  }

  private static Offline offline(Surroundings surroundings) {
    return new Offline(
        surroundings,
        new SecureRandom(),
        System.getProperty("user.name", Actor.ANONYMOUS),
        new Report(System.out, System.err));
  }

  /** Nobody foresaw this failure, so there is no advice but to tell of it. */
  private static int ownFault(Exception failure) {
    System.err.println("stet: failed, by a fault of its own; please report this: " + failure);
    return 1;
  }

  @Override
  public Integer call() {
    try {
      Settings settings = SettingsReader.read(configFile(), environment, flags());
      LogSetup.apply(settings.jsonLogs(), settings.logLevel());
      try (Server server = start(settings)) {
        serve(settings, server);
      }
      return 0;
    } catch (ConfigurationException e) {
      e.problems().forEach(problem -> System.err.println("stet: " + problem));
    } catch (StoreException | IOException e) {
      System.err.println("stet: " + e.getMessage());
    }
    return 1;
  }

  private Optional<Path> configFile() {
    return Optional.ofNullable(config)
        .or(() -> Optional.ofNullable(environment.get("STET_CONFIG")).map(Path::of))
        .filter(file -> !file.toString().isEmpty());
  }

  private Map<Key, String> flags() {
    Map<Key, String> flags = new EnumMap<>(Key.class);
    if (data != null) {
      flags.put(Key.DATA, data);
    }
    if (listen != null) {
      flags.put(Key.LISTEN, listen);
    }
    return flags;
  }

  private Server start(Settings settings) throws IOException {
    try {
      return Server.start(settings, surroundings);
    } catch (BindException e) {
      throw new IOException(
          "cannot listen on "
              + settings.listen()
              + " ("
              + e.getMessage()
              + "): if another program has the port (on macOS AirPlay has 5000), stop it, or name"
              + " another with --listen HOST:PORT",
          e);
    }
  }

  private void serve(Settings settings, Server server) throws IOException {
    ListenAddress address = server.address();
    if (warmUp) {
      WarmUp.run(server.address().port());
      return;
    }
    System.out.printf(
        """
        Stet %s serves %s from %s
          push: docker push %s/shop/api:main-3035eca
          log: %s for ever; names of repositories and tags stay in it
        """,
        Version.ofThisBuild(),
        server.url(),
        settings.data().toAbsolutePath().normalize(),
        address,
        server.log().origin());
    server
        .log()
        .gate()
        .why()
        .ifPresent(why -> System.out.println("  no name can be given or taken away now: " + why));
    stop.await();
  }
}
