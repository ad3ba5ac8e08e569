package dev.stet.cli.space;

import dev.stet.api.CollectedManifest;
import dev.stet.api.Collection;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import dev.stet.cli.server.Place;
import java.util.List;
import java.util.stream.Stream;

/** What a collection took out of sight, and what it kept. */
record CollectionResult(String host, Collection collection) implements Result {
  private static final List<String> HEADINGS =
      List.of("WHAT", "REPOSITORY", "DIGEST", "SIZE", "REASON");

  @Override
  public Object document() {
    return collection;
  }

  @Override
  public Table table() {
    return new Table(
        HEADINGS,
        Stream.concat(
                collection.manifests().stream().map(CollectionResult::gone),
                collection.kept().stream()
                    .map(
                        it ->
                            row("kept", it.repository(), it.digest(), Cell.text(""), it.reason())))
            .toList());
  }

  private static List<Cell> gone(CollectedManifest manifest) {
    return row(
        "collected",
        manifest.repository(),
        manifest.digest(),
        Cell.bytes(manifest.size()),
        manifest.reason());
  }

  private static List<Cell> row(
      String what, String repository, String digest, Cell size, String reason) {
    return List.of(
        Cell.text(what), Cell.text(repository), Cell.digest(digest), size, Cell.text(reason));
  }

  @Override
  public List<String> names() {
    return collection.manifests().stream()
        .map(it -> new Place(host, it.repository()).reference(null, it.digest()))
        .toList();
  }

  @Override
  public List<String> identifiers() {
    return collection.manifests().stream().map(CollectedManifest::digest).toList();
  }
}
