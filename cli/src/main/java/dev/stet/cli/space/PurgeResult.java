package dev.stet.cli.space;

import dev.stet.api.Purge;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import java.util.List;

/** What a purge deleted from the disk, or would at most. */
record PurgeResult(Purge purge, boolean dryRun) implements Result {
  /** The document. */
  record Document(String apiVersion, long manifests, long blobs, long bytes, boolean dryRun) {}

  @Override
  public Object document() {
    return new Document(
        purge.apiVersion(), purge.manifests(), purge.blobs(), purge.bytes(), dryRun);
  }

  @Override
  public Table table() {
    return new Table(
        List.of("MANIFESTS", "BLOBS", "BYTES"),
        List.of(
            List.of(
                Cell.number(purge.manifests()),
                Cell.number(purge.blobs()),
                Cell.bytes(purge.bytes()))));
  }

  @Override
  public List<String> names() {
    return List.of();
  }

  @Override
  public List<String> identifiers() {
    return List.of(Long.toString(purge.bytes()));
  }
}
