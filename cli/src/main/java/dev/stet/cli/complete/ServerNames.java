package dev.stet.cli.complete;

import dev.stet.api.Repository;
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
import java.util.function.BiFunction;
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
    String repository = prefix(host) + rest.substring(0, colon);
    return tagsIn(repository).map(it -> new Candidate(repository + ":" + it.value(), it.about()));
  }

  /** The tags of the repository that an operand names. */
  Stream<Candidate> tagsIn(String operand) {
    return ask(operand, Shelf::tags)
        .map(tag -> new Candidate(tag.name(), "pushed " + tag.pushedAt()));
  }

  /** The channels of the repository that an operand names. */
  Stream<Candidate> channelsIn(String operand) {
    return ask(operand, (shelf, repository) -> shelf.channels(repository).channels())
        .map(channel -> new Candidate(channel.name(), "points to " + channel.tag()));
  }

  private <T> Stream<T> ask(String operand, BiFunction<Shelf, RepositoryName, List<T>> question) {
    String host = Operand.host(operand).orElse("");
    String repository = operand.substring(prefix(host).length());
    return RepositoryName.isWellFormed(repository)
        ? ask(host, shelf -> question.apply(shelf, RepositoryName.parse(repository))).stream()
        : Stream.empty();
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
