package dev.stet.cli.registry;

import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ServerAddress;
import dev.stet.oci.RepositoryName;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens repositories of registries, with the credentials that there are for each. */
public final class Registries {
  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_HOST = "registry-1.docker.io";

  private final Surroundings surroundings;
  private final HttpClient http = Transport.newClient();
  private final Consumer<String> warnings;

  /**
   * Registries.
   *
   * @param warnings takes what registries warn of
   */
  public Registries(Surroundings surroundings, Consumer<String> warnings) {
    this.surroundings = surroundings;
    this.warnings = warnings;
  }

  /** A repository; {@code docker.io} is where docker looks for it. */
  public RegistryRepository open(ServerAddress named, RepositoryName repository) {
    boolean hub = named.host().equals(DOCKER_HUB);
    ServerAddress address =
        hub ? ServerAddress.parse(DOCKER_HUB_HOST, named.namedBy(), false) : named;
    String name =
        hub && !repository.value().contains("/") ? "library/" + repository : repository.value();
    Optional<Credentials> credentials = new CredentialFiles(surroundings).find(named.host(), name);
    SignIn signIn =
        new SignIn(address.base(), named.host(), credentials, http, surroundings.clock());
    String userAgent = "stet/" + surroundings.version();
    return new RegistryRepository(new Transport(address, http, signIn, userAgent, warnings), name);
  }
}
