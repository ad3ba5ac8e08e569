package dev.stet.registry.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.registry.Invariants;
import dev.stet.registry.RegistryWiring;
import dev.stet.store.Database;
import dev.stet.store.FaultyDatabase;
import dev.stet.store.StoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleChangesTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T14:00:00.123456Z"), ZoneOffset.UTC);

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("stet.db");
  }

  /** Starts with these rules, and returns what has been noted by then. */
  private List<String> start(Map<String, String> rules) {
    try (Database database = Database.open(file(), RegistryWiring.MIGRATIONS)) {
      RuleChanges.note(database, CLOCK, rules);
      Invariants.hold(database);
      return database.read(
          handle ->
              handle
                  .createQuery(
                      "SELECT actor_name || ' ' || action || ' ' || subject || ': '"
                          + " || COALESCE(before, 'nothing') || ' -> ' || after FROM audit"
                          + " ORDER BY number")
                  .mapTo(String.class)
                  .list());
    }
  }

  @Test
  void theFirstStartNotesEveryRuleAndALaterOneWhatChanged() {
    String lies = "configuration settings tag-lies: nothing -> warn";
    String names = "configuration settings rolling-names: nothing -> latest, main";
    assertThat(start(Map.of("tag-lies", "warn", "rolling-names", "latest, main")))
        .containsExactly(names, lies);
    assertThat(start(Map.of("tag-lies", "warn", "rolling-names", "latest, main"))).hasSize(2);
    assertThat(start(Map.of("tag-lies", "strict", "rolling-names", "latest, main")))
        .containsExactly(names, lies, "configuration settings tag-lies: warn -> strict");
    assertThat(start(Map.of("tag-lies", "warn", "rolling-names", "")).subList(3, 5))
        .containsExactly(
            "configuration settings rolling-names: latest, main -> ",
            "configuration settings tag-lies: strict -> warn");
    assertThat(start(Map.of("tag-lies", "warn", "rolling-names", ""))).hasSize(5);
  }

  @Test
  void whatCouldNotBeNotedIsNoStart() {
    for (boolean done : new boolean[] {false, true}) {
      try (FaultyDatabase faulty = FaultyDatabase.open(file(), RegistryWiring.MIGRATIONS, done)) {
        faulty.fail();
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(
                () -> RuleChanges.note(faulty.database(), CLOCK, Map.of("rule", "done " + done)));
      }
    }
    assertThat(start(Map.of("rule", "done true")))
        .containsExactly("configuration settings rule: nothing -> done true");
  }
}
