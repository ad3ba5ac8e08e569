package dev.stet.registry.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.log.AuditorRules;
import dev.stet.log.EntryBundle;
import dev.stet.log.Hash;
import dev.stet.log.InMemoryKeySet;
import dev.stet.log.Leaf;
import dev.stet.log.Tile;
import dev.stet.registry.tags.History;
import dev.stet.registry.tags.NameKind;
import dev.stet.registry.tags.NameRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What is so of every log and the names in its database, whatever was done and whatever broke. */
public final class LogInvariants {
  private LogInvariants() {}

  /** Fails if something is not so. */
  public static void hold(Handle handle) {
    Optional<LogState> state = LogState.find(handle);
    if (state.isPresent()) {
      hold(handle, state.get());
    } else {
      assertThat(tags(handle)).as("tags without a log").isEmpty();
    }
  }

  private static void hold(Handle handle, LogState state) {
    assertThat(state.sequence()).isEqualTo(History.newest(handle));
    assertThat(StoredLog.fault(handle, state, TestLog.SIGNER)).isEmpty();
    Map<String, String> live = replayed(handle, state);
    assertThat(live).as("the log and the tags").isEqualTo(tags(handle));
    assertThat(LogRows.newest(handle)).isEqualTo(state.size() - 1);
  }

  /**
   * Replays the log as an auditor does, and returns what each tag names, and whether it is live.
   */
  private static Map<String, String> replayed(Handle handle, LogState state) {
    AuditorRules rules = new AuditorRules(state.origin(), new InMemoryKeySet());
    Map<String, String> tags = new HashMap<>();
    for (byte[] entry : entries(handle, state.size())) {
      switch (rules.replay(entry)) {
        case Leaf.Genesis _ -> {}
        case Leaf.Assign leaf ->
            tags.put(leaf.repository() + ":" + leaf.tag(), leaf.digest() + " live");
        case Leaf.Tombstone leaf ->
            tags.computeIfPresent(
                leaf.repository() + ":" + leaf.tag(), (_, it) -> it.replace("live", "burnt"));
        case Leaf.Restore leaf ->
            tags.computeIfPresent(
                leaf.repository() + ":" + leaf.tag(), (_, it) -> it.replace("burnt", "live"));
      }
    }
    rules.confirm(state.checkpoint());
    return tags;
  }

  private static List<byte[]> entries(Handle handle, long size) {
    List<byte[]> entries = new ArrayList<>();
    for (long n = 0; n * Tile.WIDTH < size; n++) {
      Tile tile = Tile.at(0, n, size);
      List<byte[]> some = LogRows.entries(handle, new EntryBundle(n, tile.width()));
      assertThat(some.stream().map(Hash::leaf).toList())
          .isEqualTo(LogState.hashes(LogRows.tile(handle, tile)));
      entries.addAll(some);
    }
    return entries;
  }

  private static Map<String, String> tags(Handle handle) {
    Map<String, String> tags = new HashMap<>();
    handle
        .createQuery("SELECT " + NameRows.COLUMNS + " FROM name n")
        .map((row, _) -> NameRows.read(row))
        .list()
        .stream()
        .filter(name -> name.kind() == NameKind.TAG)
        .forEach(
            name ->
                tags.put(
                    name.repository() + ":" + name.name(),
                    name.image() + Optional.of(" live").filter(_ -> name.live()).orElse(" burnt")));
    return tags;
  }
}
