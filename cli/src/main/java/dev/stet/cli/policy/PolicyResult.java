package dev.stet.cli.policy;

import dev.stet.api.Api;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import dev.stet.log.Policy;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy that was written. */
record PolicyResult(String registry, Path file, Policy policy) implements Result {
  /** The document. */
  record Document(
      String apiVersion,
      String registry,
      String file,
      String origin,
      String key,
      List<Cosigner> cosigners,
      @Nullable String quorum) {}

  /** Somebody who cosigns. */
  record Cosigner(String name, String key) {}

  @Override
  public Object document() {
    return new Document(
        Api.VERSION,
        registry,
        file.toString(),
        policy.log().name(),
        policy.log().toString(),
        policy.witnesses().stream()
            .map(it -> new Cosigner(it.name(), it.key().toString()))
            .toList(),
        policy.quorum().orElse(null));
  }

  @Override
  public Table table() {
    return Table.bare(List.of(List.of(Cell.text(file.toString()))));
  }

  @Override
  public List<String> names() {
    return identifiers();
  }

  @Override
  public List<String> identifiers() {
    return List.of(file.toString());
  }
}
