package dev.stet.registry.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.log.Leaf;
import dev.stet.log.Note;
import dev.stet.log.Policy;
import dev.stet.log.ProofFile;
import dev.stet.oci.Digest;
import dev.stet.registry.ApiRequests;
import dev.stet.registry.NamesTest;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import dev.stet.registry.tags.NamesGate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A test of the log of a registry; it begins with one tag that stands. */
abstract class LogTest extends NamesTest {
  /** Trusts the log, and nobody else. */
  static final Policy POLICY =
      Policy.parse(
          ("log " + TestLog.KEY.verifier() + "\nquorum none\n").getBytes(StandardCharsets.UTF_8));

  @TempDir Path other;

  static void refusedFor(NamesGate.Reason reason, TestAnswer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(503);
    assertThat(answer.text()).contains(reason.name());
    assertThat(answer.header("Retry-After")).isEqualTo("30");
  }

  /** The newest checkpoint that is served. */
  Note head() {
    return Note.parse(registry.get("/log/checkpoint").bytes());
  }

  /** The proof that is served of a tag. */
  ProofFile proof(String tag) {
    return ProofFile.parse(registry.get("/log/proof/" + SHOP + "/" + tag).bytes());
  }

  List<Leaf> leaves() {
    return registry
        .database()
        .read(
            handle ->
                handle
                    .createQuery("SELECT leaf FROM log_entry WHERE idx > 0 ORDER BY idx")
                    .mapTo(byte[].class)
                    .map(Leaf::parse)
                    .list());
  }

  /** The leaves in short: what happened to which tag. */
  List<String> told() {
    return leaves().stream().map(LogTest::told).toList();
  }

  private static String told(Leaf leaf) {
    return switch (leaf) {
      case Leaf.Genesis genesis -> "genesis " + genesis.origin();
      case Leaf.Assign it -> "assign " + it.repository() + ":" + it.tag();
      case Leaf.Tombstone it ->
          "tombstone " + it.repository() + ":" + it.tag() + " " + it.reason().text();
      case Leaf.Restore it -> "restore " + it.repository() + ":" + it.tag();
    };
  }

  /** Changes the log's tables behind its back, and starts the registry again on them. */
  void damaged(String sql, Object... values) throws IOException {
    damage(sql, values);
    openAgain(folder());
  }

  /** Changes rows behind the registry's back; what must always be so is not so any more. */
  void damage(String sql, Object... values) {
    registry.damage(sql, values);
    damaged = true;
  }

  /** Stops the registry, and starts one on a folder in the same world. */
  void openAgain(Path data) throws IOException {
    registry.close();
    world = world.later();
    registry = TestRegistry.open(data, world);
    api = new ApiRequests(registry, SHOP);
  }

  /** Forgets the log as if there had never been one. */
  void forget() {
    registry.database().endEachWith(_ -> {});
    for (String trigger :
        List.of("log_entries_stay", "log_tiles_stay", "log_stays", "log_entries_stand")) {
      registry.change("DROP TRIGGER " + trigger);
    }
    for (String table : List.of("log_entry", "log_tile", "log_state", "log_opening")) {
      registry.change("DELETE FROM " + table);
    }
  }

  Digest pushed(String repository, String tag, String number) {
    return registry.image(repository, tag, manifest(number));
  }
}
