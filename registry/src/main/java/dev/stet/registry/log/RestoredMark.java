package dev.stet.registry.log;

import dev.stet.registry.RegistryWiring;
import dev.stet.store.Database;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The mark of a backup: whoever serves it must first make sure that no names were pushed after it
 * was made, or its log would go on another way than the one that clients have seen.
 */
public final class RestoredMark {
  private RestoredMark() {}

  /** Marks a copy of a registry's database; durable when it returns. */
  public static void on(Path copy, Instant made) {
    try (Database database = Database.openAsItIs(copy, RegistryWiring.MIGRATIONS)) {
      int _ =
          database
              .<Instant, Integer>lane(
                  "restored mark",
                  (handle, batch) ->
                      batch.stream()
                          .map(
                              at ->
                                  handle.execute(
                                      "UPDATE log_state SET restored = ? WHERE id = 1",
                                      at.toEpochMilli()))
                          .toList())
              .submit(made);
    }
  }
}
