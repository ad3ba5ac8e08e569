package dev.stet.cli.log;

import dev.stet.api.Api;
import dev.stet.cli.log.VerifiedLog.Quorum;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import dev.stet.cli.policy.Operators;
import dev.stet.log.Checkpoint;
import dev.stet.log.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The newest checkpoint of a log, and the newest that the quorum of a policy has signed. */
record HeadResult(Policy policy, Policy.Accepted newest, Optional<Quorum> quorum, Instant now)
    implements Result {
  private static final String QUORUM = "quorum";

  /** The document. One of the last two, where the policy has a quorum. */
  record Document(
      String apiVersion,
      String origin,
      Head newest,
      @Nullable Head quorum,
      @Nullable String quorumMissing) {}

  /** A checkpoint. */
  record Head(long size, String root, List<Cosigner> cosigners) {}

  /** Who cosigned it; whether that is the operator of the registry, as far as names tell. */
  record Cosigner(String name, String key, Instant at, boolean operator) {}

  @Override
  public Object document() {
    return new Document(
        Api.VERSION,
        newest.checkpoint().origin(),
        head(newest),
        quorum
            .map(it -> it instanceof Quorum.Reached reached ? head(reached.signed()) : null)
            .orElse(null),
        quorum.map(it -> it instanceof Quorum.Missing missing ? missing.why() : null).orElse(null));
  }

  private Head head(Policy.Accepted accepted) {
    Checkpoint checkpoint = accepted.checkpoint();
    return new Head(
        checkpoint.size(),
        checkpoint.root().base64(),
        accepted.cosignatures().stream().map(this::cosigner).toList());
  }

  private Cosigner cosigner(Policy.Cosigned cosigned) {
    return new Cosigner(
        cosigned.by().name(),
        cosigned.by().key().toString(),
        Instant.ofEpochSecond(cosigned.seconds()),
        Operators.isOfLog(policy.log(), cosigned.by().key()));
  }

  @Override
  public List<String> heading() {
    return List.of(newest.checkpoint().origin(), "");
  }

  @Override
  public Table table() {
    return new Table(
        List.of("CHECKPOINT", "SIZE", "ROOT", "COSIGNED BY"),
        Stream.concat(Stream.of(row("newest", newest)), quorum.stream().map(this::row)).toList());
  }

  private List<Cell> row(Quorum quorum) {
    return switch (quorum) {
      case Quorum.Reached reached -> row(QUORUM, reached.signed());
      case Quorum.Missing missing ->
          List.of(
              Cell.text(QUORUM),
              Cell.text(""),
              Cell.text(""),
              Cell.text("not reached: " + missing.why()));
    };
  }

  private List<Cell> row(String which, Policy.Accepted accepted) {
    return List.of(
        Cell.text(which),
        Cell.number(accepted.checkpoint().size()),
        Cell.text(accepted.checkpoint().root().base64()),
        Cell.text(
            accepted.cosignatures().stream().map(this::words).collect(Collectors.joining(", "))));
  }

  private String words(Policy.Cosigned cosigned) {
    String age = Cell.moment(Instant.ofEpochSecond(cosigned.seconds()), now).shown();
    boolean operator = Operators.isOfLog(policy.log(), cosigned.by().key());
    return cosigned.by().name() + " (" + (operator ? "the registry's operator, " : "") + age + ")";
  }

  @Override
  public List<String> names() {
    return identifiers();
  }

  @Override
  public List<String> identifiers() {
    return List.of(Long.toString(newest.checkpoint().size()));
  }
}
