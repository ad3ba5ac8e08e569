package dev.stet.cli.copy;

import dev.stet.api.Api;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import dev.stet.oci.Digest;
import dev.stet.oci.TagName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of each image.
 *
 * @param all whether a whole repository or registry was asked for
 */
record CopyResult(List<CopiedImage> images, BlobTotals blobs, boolean dryRun, boolean all)
    implements Result {
  private static final List<String> HEADINGS = List.of("OUTCOME", "IMAGE", "SOURCE", "NOTE");

  /**
   * An image in the document.
   *
   * @param reference the image at the destination, as exact as is known
   * @param digest what the tag names at the destination
   * @param source what the tag names at the source
   * @param outcome {@code copied}, {@code present}, {@code kept}, {@code channel}, {@code refused},
   *     {@code skipped} or {@code failed}
   * @param reason the destination's word for a rule that says no
   * @param note why, in words
   * @param quorum {@code reached}, {@code pending}, {@code not-covered} or {@code untold}, where
   *     those that sign the log were waited for
   */
  record Image(
      String reference,
      @Nullable String tag,
      @Nullable String digest,
      @Nullable String source,
      String outcome,
      @Nullable String reason,
      @Nullable String note,
      @Nullable String quorum) {
    static Image of(CopiedImage image) {
      return new Image(
          image.reference(),
          image.tag().map(TagName::value).orElse(null),
          image.there().map(Digest::toString).orElse(null),
          image.source().map(Digest::toString).orElse(null),
          image.outcome().toString(),
          image.reason().isEmpty() ? null : image.reason(),
          image.note().isEmpty() ? null : image.note(),
          image.quorum().map(Quorum::toString).orElse(null));
    }
  }

  /** The document. */
  record Document(
      String apiVersion,
      List<Image> images,
      Map<String, Long> summary,
      BlobTotals blobs,
      boolean dryRun) {}

  @Override
  public Object document() {
    Map<String, Long> summary = new LinkedHashMap<>();
    counts().forEach((outcome, count) -> summary.put(outcome.toString(), count));
    return new Document(
        Api.VERSION, images.stream().map(Image::of).toList(), summary, blobs, dryRun);
  }

  private Map<Outcome, Long> counts() {
    Map<Outcome, Long> counts = new LinkedHashMap<>();
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, count(outcome));
    }
    return counts;
  }

  /** How many images came to this. */
  long count(Outcome outcome) {
    return images.stream().filter(image -> image.outcome() == outcome).count();
  }

  /** How many images those that sign the log have got so far with. */
  long count(Quorum quorum) {
    return images.stream().filter(image -> image.quorum().equals(Optional.of(quorum))).count();
  }

  /** One line that says how far those that sign the log have got; empty if nobody waited. */
  Optional<String> quorum() {
    String counted =
        Arrays.stream(Quorum.values())
            .filter(it -> count(it) > 0)
            .map(it -> count(it) + " " + it.words())
            .collect(Collectors.joining(", "));
    return counted.isEmpty() ? Optional.empty() : Optional.of("quorum of the log: " + counted);
  }

  /** One line that says what came of it all. */
  String summary() {
    String counted =
        counts().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getValue() + " " + entry.getKey().words())
            .collect(Collectors.joining(", "));
    return (dryRun ? "would be: " : "")
        + (counted.isEmpty() ? "nothing to copy" : counted)
        + "; "
        + blobs;
  }

  @Override
  public Table table() {
    return all
        ? new Table(HEADINGS, images.stream().map(this::row).toList())
        : Table.bare(names().stream().map(name -> List.of(Cell.text(name))).toList());
  }

  private List<Cell> row(CopiedImage image) {
    return List.of(
        Cell.text(image.outcome().words(dryRun)),
        Cell.text(image.reference()),
        Cell.digest(image.source().map(Digest::toString).orElse("")),
        Cell.text(note(image)));
  }

  private static String note(CopiedImage image) {
    return image
        .quorum()
        .map(it -> "quorum " + it.words())
        .orElse(image.reason().isEmpty() ? image.note() : image.reason());
  }

  @Override
  public List<String> names() {
    return images.stream()
        .filter(image -> image.outcome().isThere())
        .map(CopiedImage::reference)
        .toList();
  }

  @Override
  public List<String> identifiers() {
    return images.stream()
        .filter(image -> image.outcome().isThere())
        .flatMap(image -> image.there().stream())
        .map(Digest::toString)
        .toList();
  }
}
