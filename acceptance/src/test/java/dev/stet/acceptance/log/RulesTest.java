package dev.stet.acceptance.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Checkout;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.log.AuditorRules;
import dev.stet.log.Checkpoint;
import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.InMemoryKeySet;
import dev.stet.log.UnknownLeafException;
import dev.stet.log.ViolationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** The rules in Go, written from the page that defines them, and those in Java are the same. */
class RulesTest {
  private static final String ORIGIN = "log.example/stet";
  private static final int LOGS = 5_000;

  private final Path folder;

  RulesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void agreeOnEveryVector() throws Exception {
    Path vectors = Checkout.FOLDER.resolve("log/src/test/resources/dev/stet/log/sequences.txt");
    assertThat(Judges.rules().with("-sequences", vectors).run().successfully().output())
        .endsWith("sequences: as wanted");
  }

  @Test
  void agreeOnLogsAsChanceHasThem(TestReporter reporter) throws Exception {
    long seed = Long.getLong("stet.seed", new Random().nextLong());
    reporter.publishEntry("stet.seed", Long.toString(seed));
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    Set<String> kinds = new TreeSet<>();
    for (int i = 0; i < LOGS; i++) {
      List<byte[]> entries = new RandomEntries(ORIGIN, random).entries();
      Hash root = random.nextInt(20) == 0 ? Hash.EMPTY_ROOT : root(entries);
      String found = found(entries, root);
      lines.add("name " + i);
      entries.forEach(entry -> lines.add("entry \"" + escaped(entry) + "\""));
      lines.add("root " + root.base64());
      lines.add("want " + found);
      kinds.add(found.replaceAll(" at .*", ""));
    }
    assertThat(kinds)
        .as("what was found")
        .containsExactly(
            "ok",
            "unknown",
            "violation R1",
            "violation R2",
            "violation R3",
            "violation R4",
            "violation R5",
            "violation R6");
    Path file = Files.write(folder.resolve("sequences"), lines, US_ASCII);
    assertThat(Judges.rules().with("-sequences", file).run().successfully().output())
        .isEqualTo(LOGS + " sequences: as wanted");
  }

  /** What Java finds, in the words of the vectors. */
  private static String found(List<byte[]> entries, Hash root) {
    AuditorRules rules = new AuditorRules(ORIGIN, new InMemoryKeySet());
    try {
      entries.forEach(rules::replay);
      rules.confirm(new Checkpoint(ORIGIN, entries.size(), root));
      return "ok";
    } catch (ViolationException e) {
      return "violation " + e.rule() + " at " + e.index();
    } catch (UnknownLeafException _) {
      return "unknown at " + rules.size();
    }
  }

  private static Hash root(List<byte[]> entries) {
    Frontier tree = Frontier.empty();
    entries.forEach(entry -> tree.append(Hash.leaf(entry)));
    return tree.root();
  }

  private static String escaped(byte[] entry) {
    StringBuilder escaped = new StringBuilder();
    for (byte character : entry) {
      boolean plain = character >= ' ' && character <= '~' && character != '"' && character != '\\';
      escaped.append(plain ? (char) character : String.format("\\x%02x", character));
    }
    return escaped.toString();
  }

  @Test
  void holdInALogThatJavaMade() throws Exception {
    LogFolder log = new LogFolder(folder.resolve("log")).growTo(600);
    log.publish();
    assertThat(judge(log).successfully().output()).contains("size 600, 599 tags: R1 to R6 hold");
  }

  @Test
  void aTagThatMovedIsSeen() throws Exception {
    LogFolder log = new LogFolder(folder.resolve("log")).growTo(600);
    log.append(LogFolder.assign("shop/api", "t7", 601));
    log.growTo(700).publish();
    Ended ended = judge(log);
    assertThat(ended.output()).contains("violation R2 at 600");
    assertThat(ended.code()).isEqualTo(1);
  }

  private static Ended judge(LogFolder log) throws Exception {
    return Judges.rules().with("-log", log.url(), "-key", log.verifier()).run();
  }
}
