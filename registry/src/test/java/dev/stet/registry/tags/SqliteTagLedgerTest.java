package dev.stet.registry.tags;

import dev.stet.registry.RegistryWiring;
import dev.stet.store.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteTagLedgerTest extends TagLedgerContract {
  private final Path folder;
  private int generation;

  SqliteTagLedgerTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Override
  Database open() {
    return Database.open(folder.resolve("stet-" + generation + ".db"), RegistryWiring.MIGRATIONS);
  }

  @Override
  void reset() {
    generation++;
  }
}
