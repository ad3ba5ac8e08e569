package dev.stet.cli.git;

import dev.stet.api.Api;
import dev.stet.cli.git.ImageName.PullRequest;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tag, bare in every form but a document. */
record TagResult(Checkout checkout, ImageName name, Map<String, String> labels) implements Result {
  /** The document. */
  record Document(
      String apiVersion,
      String tag,
      String revision,
      @Nullable String branch,
      @Nullable PullRequest pullRequest,
      @Nullable String version,
      boolean dirty,
      Map<String, String> labels) {}

  @Override
  public Object document() {
    return new Document(
        Api.VERSION,
        name.tag().value(),
        checkout.commit(),
        name.branch().orElse(null),
        name.pullRequest().orElse(null),
        name.version().orElse(null),
        !checkout.changes().none(),
        labels);
  }

  @Override
  public Table table() {
    return Table.bare(List.of(List.of(Cell.text(name.tag().value()))));
  }

  @Override
  public List<String> names() {
    return List.of(name.tag().value());
  }

  @Override
  public List<String> identifiers() {
    return names();
  }
}
