package dev.stet.cli.care;

import dev.stet.api.Backup;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import java.util.List;

/** A backup that was made. */
record BackupResult(Backup backup) implements Result {
  @Override
  public Object document() {
    return backup;
  }

  @Override
  public Table table() {
    return new Table(
        List.of("FOLDER", "BLOBS", "BYTES"),
        List.of(
            List.of(
                Cell.text(backup.directory()),
                Cell.number(backup.blobs()),
                Cell.bytes(backup.bytes()))));
  }

  @Override
  public List<String> names() {
    return List.of(backup.directory());
  }

  @Override
  public List<String> identifiers() {
    return List.of(backup.directory());
  }
}
