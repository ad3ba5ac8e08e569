package dev.stet.cli.repositories;

import dev.stet.api.Api;
import dev.stet.api.Repository;
import dev.stet.api.RepositoryList;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import java.time.Instant;
import java.util.List;

/** The repositories of a server, in the order given. */
record RepositoriesResult(String host, List<Repository> repositories, Instant now)
    implements Result {
  private static final List<String> HEADINGS = List.of("REPOSITORY", "KIND", "CREATED");

  @Override
  public Object document() {
    return new RepositoryList(Api.VERSION, repositories, null);
  }

  @Override
  public Table table() {
    return new Table(HEADINGS, repositories.stream().map(this::row).toList());
  }

  private List<Cell> row(Repository repository) {
    return List.of(
        Cell.text(repository.name()),
        Cell.text(repository.kind()),
        Cell.moment(repository.createdAt(), now));
  }

  @Override
  public List<String> names() {
    return repositories.stream().map(repository -> host + "/" + repository.name()).toList();
  }

  @Override
  public List<String> identifiers() {
    return repositories.stream().map(Repository::name).toList();
  }
}
