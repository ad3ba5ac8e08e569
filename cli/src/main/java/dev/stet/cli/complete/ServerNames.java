package dev.stet.cli.complete;

import dev.stet.api.Repository;
import dev.stet.api.Tag;
import dev.stet.cli.browse.Shelf;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerOptions;
import dev.stet.oci.RepositoryName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * The names that a server holds. A server that does not answer quickly holds none: a shell is no
 * place for an error.
 */
final class ServerNames {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Words words;
  private final Surroundings surroundings;

  ServerNames(Words words, Surroundings surroundings) {
    this.words = words;
    this.surroundings = surroundings;
  }

  /** Repositories, written with the host that the word begins with. */
  Stream<Candidate> repositories(String word) {
    String host = Operand.host(word).orElse("");
    return ask(host, Shelf::repositories).stream()
        .map(Repository::name)
        .map(name -> new Candidate(prefix(host) + name, "repository"));
  }

  /** Tags where the word has come to the colon, else repositories that end in one. */
  Stream<Candidate> tags(String word) {
    String host = Operand.host(word).orElse("");
    String rest = word.substring(prefix(host).length());
    int colon = rest.indexOf(':');
    if (colon < 0) {
      return repositories(word).map(it -> new Candidate(it.value() + ":", it.about()));
    }
    String repository = rest.substring(0, colon);
    if (!RepositoryName.isWellFormed(repository)) {
      return Stream.empty();
    }
    return ask(host, shelf -> shelf.tags(RepositoryName.parse(repository))).stream()
        .map(tag -> candidate(prefix(host) + repository, tag));
  }

  private static Candidate candidate(String repository, Tag tag) {
    return new Candidate(repository + ":" + tag.name(), "pushed " + tag.pushedAt());
  }

  private <T> List<T> ask(String host, Function<Shelf, List<T>> question) {
    try {
      ServerOptions options = CommandLine.populateCommand(new ServerOptions(), options());
      Optional<String> named = Optional.of(host).filter(it -> !it.isEmpty());
      return question.apply(new Shelf(options.client(named, surroundings, PATIENCE)));
    } catch (Failure e) {
      return List.of();
    }
  }

  /** The options of the words that decide which server is asked. */
  private String[] options() {
    List<String> options = new ArrayList<>();
    words.option("--server").ifPresent(server -> options.add("--server=" + server));
    if (words.finished().contains("--plain-http")) {
      options.add("--plain-http");
    }
    return options.toArray(String[]::new);
  }

  private static String prefix(String host) {
    return host.isEmpty() ? "" : host + "/";
  }
}
