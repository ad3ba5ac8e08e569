package dev.stet.cli.copy;

import dev.stet.api.Api;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import java.util.List;

/** What was copied: the full references, so that the next command can take them. */
record CopyResult(List<CopiedImage> images, BlobTotals blobs, boolean dryRun) implements Result {
  /** The document. */
  record Document(String apiVersion, List<CopiedImage> images, BlobTotals blobs, boolean dryRun) {}

  @Override
  public Object document() {
    return new Document(Api.VERSION, images, blobs, dryRun);
  }

  @Override
  public Table table() {
    return Table.bare(names().stream().map(name -> List.of(Cell.text(name))).toList());
  }

  @Override
  public List<String> names() {
    return images.stream().map(CopiedImage::reference).toList();
  }

  @Override
  public List<String> identifiers() {
    return images.stream().map(CopiedImage::digest).toList();
  }
}
