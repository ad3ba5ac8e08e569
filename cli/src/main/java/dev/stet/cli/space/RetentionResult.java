package dev.stet.cli.space;

import dev.stet.api.RetainedTag;
import dev.stet.api.RetentionPlan;
import dev.stet.api.RetentionRun;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import dev.stet.cli.server.Place;
import java.util.List;
import java.util.stream.Stream;

/**
 * What rules of retention delete, and what stays.
 *
 * @param counts how many tags these are, in words: not all of them are listed if they are many
 */
record RetentionResult(
    String host,
    Object document,
    String counts,
    List<String> rules,
    List<RetainedTag> go,
    List<RetainedTag> stay)
    implements Result {
  private static final List<String> HEADINGS =
      List.of("WHAT", "REPOSITORY", "TAG", "DIGEST", "REASON");

  static RetentionResult of(String host, RetentionPlan plan) {
    String counts = "would delete " + plan.goCount() + " tags; " + plan.stayCount() + " stay";
    return new RetentionResult(host, plan, counts, plan.rules(), plan.go(), plan.stay());
  }

  static RetentionResult of(String host, RetentionRun run) {
    String counts = "deleted " + run.goCount() + " tags; " + run.stayCount() + " stay";
    return new RetentionResult(host, run, counts, run.rules(), run.go(), run.stay());
  }

  @Override
  public List<String> heading() {
    return rules.isEmpty()
        ? List.of("there are no rules: 'retention' in the configuration of the server", "")
        : Stream.concat(rules.stream().map(rule -> "rule: " + rule), Stream.of("")).toList();
  }

  @Override
  public Table table() {
    return new Table(
        HEADINGS,
        Stream.concat(
                go.stream().map(tag -> row("go", tag)), stay.stream().map(tag -> row("stay", tag)))
            .toList());
  }

  private static List<Cell> row(String what, RetainedTag tag) {
    return List.of(
        Cell.text(what),
        Cell.text(tag.repository()),
        Cell.text(tag.tag()),
        Cell.digest(tag.digest()),
        Cell.text(tag.reason()));
  }

  @Override
  public List<String> names() {
    return go.stream()
        .map(it -> new Place(host, it.repository()).reference(it.tag(), it.digest()))
        .toList();
  }

  @Override
  public List<String> identifiers() {
    return go.stream().map(it -> it.repository() + ":" + it.tag()).toList();
  }
}
