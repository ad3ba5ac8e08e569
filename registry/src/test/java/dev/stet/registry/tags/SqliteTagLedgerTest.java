package dev.stet.registry.tags;

import dev.stet.registry.RegistryWiring;
import dev.stet.store.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class SqliteTagLedgerTest {
  private static final class SqliteFile implements TestDatabase {
    private final Path folder;
    private int generation;

    SqliteFile(Path folder) {
      this.folder = folder;
    }

    @Override
    public Database open() {
      return Database.open(folder.resolve("stet-" + generation + ".db"), RegistryWiring.MIGRATIONS);
    }

    @Override
    public void forget() {
      generation++;
    }
  }

  @Nested
  class Claims extends ClaimContract {
    Claims(@TempDir Path folder) {
      super(new SqliteFile(folder));
    }
  }

  @Nested
  class Refusals extends RefusalContract {
    Refusals(@TempDir Path folder) {
      super(new SqliteFile(folder));
    }
  }

  @Nested
  class ClaimRaces extends ClaimRaceContract {
    ClaimRaces(@TempDir Path folder) {
      super(new SqliteFile(folder));
    }
  }

  @Nested
  class Damage extends LedgerDamageContract {
    Damage(@TempDir Path folder) {
      super(new SqliteFile(folder));
    }
  }
}
