package dev.stet.cli.verify;

import dev.stet.api.Api;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import dev.stet.log.Checkpoint;
import dev.stet.log.Policy;
import dev.stet.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came of images: of operands, the references of those that are verified and nothing else; of
 * a file, every image that it names.
 */
record VerifyResult(List<Verdict> verdicts, boolean ofFile) implements Result {
  /** The document. */
  record Document(String apiVersion, List<Image> images) {}

  /** One image. What is not known is left out. */
  record Image(
      String image,
      String status,
      @Nullable String where,
      @Nullable String reference,
      @Nullable String digest,
      @Nullable Long index,
      @Nullable Log log,
      @Nullable List<Cosigner> cosigners,
      @Nullable String check,
      @Nullable String message) {}

  /** The checkpoint. */
  record Log(String origin, long size, String root) {}

  /** Who cosigned it; whether that is the operator of the registry, as far as names tell. */
  record Cosigner(String name, String key, Instant at, boolean operator) {}

  @Override
  public Object document() {
    return new Document(Api.VERSION, verdicts.stream().map(VerifyResult::image).toList());
  }

  private static Image image(Verdict verdict) {
    Proven proven = verdict.proven().orElse(null);
    return new Image(
        verdict.image(),
        verdict.status().toString(),
        verdict.where().isEmpty() ? null : verdict.where(),
        proven == null ? null : proven.wanted().at(proven.digest()),
        proven == null ? null : proven.digest().toString(),
        proven == null ? null : proven.index(),
        proven == null ? null : log(proven.checkpoint().checkpoint()),
        proven == null ? null : cosigners(proven),
        verdict.doubt().map(Doubt::check).orElse(null),
        verdict.doubt().map(VerifyResult::message).orElse(null));
  }

  private static Log log(Checkpoint checkpoint) {
    return new Log(checkpoint.origin(), checkpoint.size(), checkpoint.root().base64());
  }

  private static List<Cosigner> cosigners(Proven proven) {
    return proven.checkpoint().cosignatures().stream()
        .map(it -> cosigner(it, proven.isOfLog(it)))
        .toList();
  }

  private static Cosigner cosigner(Policy.Cosigned cosigned, boolean operator) {
    return new Cosigner(
        cosigned.by().name(),
        cosigned.by().key().toString(),
        Instant.ofEpochSecond(cosigned.seconds()),
        operator);
  }

  private static String message(Doubt doubt) {
    return String.join("; ", doubt.failure().why());
  }

  @Override
  public Table table() {
    return ofFile
        ? new Table(
            List.of("STATUS", "IMAGE", "DIGEST", "WHERE", "NOTE"),
            verdicts.stream().map(VerifyResult::row).toList())
        : Table.bare(references().map(it -> List.of(Cell.text(it))).toList());
  }

  private static List<Cell> row(Verdict verdict) {
    return List.of(
        Cell.text(verdict.status().words()),
        Cell.text(verdict.image()),
        Cell.digest(verdict.digest().map(Digest::toString).orElse(null)),
        Cell.text(verdict.where()),
        Cell.brief(verdict.doubt().map(VerifyResult::message).orElse("")));
  }

  private Stream<Proven> proven() {
    return verdicts.stream().flatMap(it -> it.proven().stream());
  }

  private Stream<String> references() {
    return proven().map(it -> it.wanted().at(it.digest()));
  }

  @Override
  public List<String> names() {
    return proven().map(it -> it.wanted() + "@" + it.digest()).toList();
  }

  @Override
  public List<String> identifiers() {
    return proven().map(it -> it.digest().toString()).toList();
  }
}
