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
    String name =
        named.host().equals(DOCKER_HUB) && !repository.value().contains("/")
            ? "library/" + repository
            : repository.value();
    return new RegistryRepository(transport(named, name), name);
  }

  /** What only a Stet says of a repository. */
  public StetRepository stet(ServerAddress address, RepositoryName repository) {
    return new StetRepository(transport(address, repository.value()), repository);
  }

  /** The list of a registry's repositories. */
  public RegistryCatalog catalog(ServerAddress named) {
    return new RegistryCatalog(transport(named, ""), named.host());
  }

  /** Signs in with what there is for a repository; for the registry as a whole if it is empty. */
  private Transport transport(ServerAddress named, String repository) {
    ServerAddress address =
        named.host().equals(DOCKER_HUB)
            ? ServerAddress.parse(DOCKER_HUB_HOST, named.namedBy(), false)
            : named;
    Optional<Credentials> credentials =
        new CredentialFiles(surroundings).find(named.host(), repository);
    SignIn signIn =
        new SignIn(address.base(), named.host(), credentials, http, surroundings.clock());
    return new Transport(address, http, signIn, "stet/" + surroundings.version(), warnings);
  }
}
