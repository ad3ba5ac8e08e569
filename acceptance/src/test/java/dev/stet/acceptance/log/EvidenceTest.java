package dev.stet.acceptance.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command;
import dev.stet.log.EvidenceFile;
import dev.stet.log.EvidenceFile.Entry;
import dev.stet.log.EvidenceFile.Fork;
import dev.stet.log.EvidenceFile.Unbound;
import dev.stet.log.EvidenceFile.Violation;
import dev.stet.log.Hash;
import dev.stet.log.KeyType;
import dev.stet.log.Leaf;
import dev.stet.log.MalformedException;
import dev.stet.log.Proofs;
import dev.stet.log.Reason;
import dev.stet.log.Rule;
import dev.stet.log.SigningKey;
import dev.stet.log.VerificationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Evidence against a log shows the same to a program that shares no code with Stet. */
class EvidenceTest {
  private static final String REPOSITORY = "shop/api";
  private static final long SIZE = 300;
  private static final long TIME = 2000;
  private static final int SPOILT = 100; // of each file

  private final Path folder;
  private final SigningKey key =
      SigningKey.generate(LogFolder.ORIGIN, KeyType.ED25519, new SecureRandom());

  EvidenceTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void isEvidenceForOthersToo() throws IOException, InterruptedException {
    Map<String, EvidenceFile> files = new LinkedHashMap<>();
    files.put("fork", fork(5));
    files.put("fork-of-one-size", fork(SIZE));
    files.put("second-genesis", violation(Rule.R1, log(genesis()), SIZE));
    files.put("no-genesis", violation(Rule.R1, withoutGenesis(), 0));
    files.put("moved", violation(Rule.R2, log(assign("t7", SIZE)), 7, SIZE));
    files.put("deleted-again", deleted(Reason.OWNER, tombstone("t7", 7, Reason.LEGAL)));
    files.put("back-from-the-dead", deleted(Reason.SECURITY, restore("t7", 7)));
    files.put("restored-alive", violation(Rule.R3, log(restore("t7", 7)), 7, SIZE));
    files.put("never-assigned", violation(Rule.R3, log(restore("t7", 9999)), SIZE));
    files.put(
        "assigned-elsewhere", violation(Rule.R3, log(tombstone("t7", 8, Reason.OWNER)), 7, SIZE));
    files.put("no-leaf", violation(Rule.R4, log("moved\n"), SIZE));
    files.put("back-in-time", violation(Rule.R5, log(assign("new", 3)), SIZE - 1, SIZE));
    files.put("withheld", unbound(assign("other", 7)));
    assertThat(files).allSatisfy((_, file) -> assertThat(file.verify().shows()).isNotEmpty());
    assertThat(shown(files)).isEqualTo(all(files, true));
  }

  @Test
  void isNoneWhereALogMayBeHonest() throws IOException, InterruptedException {
    Map<String, EvidenceFile> files = new LinkedHashMap<>();
    LogFolder honest = log(assign("new", SIZE));
    files.put("continued", fork(new LogFolder(folder, key).growTo(5), honest));
    files.put("only-genesis", violation(Rule.R1, honest, 0));
    files.put("no-second-genesis", violation(Rule.R1, honest, 5));
    files.put("two-tags", violation(Rule.R2, honest, 7, SIZE));
    files.put("deleted", violation(Rule.R3, log(tombstone("t7", 7, Reason.OWNER)), 7, SIZE));
    files.put("restored", deleted(Reason.OWNER, restore("t7", 7)));
    files.put("alone", violation(Rule.R3, log(restore("t7", 7)), SIZE));
    files.put("another-tag", violation(Rule.R3, log(restore("t7", 7)), 8, SIZE));
    files.put("assigned", violation(Rule.R3, honest, 7, SIZE));
    files.put("a-leaf", violation(Rule.R4, honest, SIZE));
    files.put("unknown", violation(Rule.R4, log("stet-log/v2 assign\n"), SIZE));
    files.put("in-time", violation(Rule.R5, honest, SIZE - 1, SIZE));
    files.put("not-neighbours", violation(Rule.R5, log(assign("new", 3)), SIZE - 2, SIZE));
    files.put("served", unbound(assign("t7", 7)));
    assertThat(files).allSatisfy((_, file) -> assertThat(isShown(file.bytes())).isFalse());
    assertThat(shown(files)).isEqualTo(all(files, false));
  }

  @Test
  void isJudgedAlikeWhenItIsSpoilt(TestReporter reporter) throws IOException, InterruptedException {
    long seed = Long.getLong("stet.seed", new Random().nextLong());
    reporter.publishEntry("stet.seed", Long.toString(seed));
    Random random = new Random(seed);
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (EvidenceFile file :
        List.of(
            fork(5),
            violation(Rule.R2, log(assign("t7", SIZE)), 7, SIZE),
            violation(Rule.R4, log("moved\n"), SIZE),
            deleted(Reason.SECURITY, restore("t7", 7)),
            unbound(assign("other", 7)))) {
      for (int i = 0; i < SPOILT; i++) {
        files.put("spoilt-" + files.size(), spoilt(file.bytes(), random));
      }
    }
    Map<String, Boolean> judged = new LinkedHashMap<>();
    files.forEach((name, file) -> judged.put(name, isShown(file)));
    assertThat(shownInFiles(files)).isEqualTo(judged);
  }

  private static byte[] spoilt(byte[] file, Random random) {
    if (random.nextBoolean()) {
      byte[] flipped = file.clone();
      flipped[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(7));
      return flipped;
    }
    List<String> lines = new ArrayList<>(new String(file, UTF_8).lines().toList());
    String line = lines.remove(random.nextInt(lines.size()));
    for (int i = random.nextInt(3); i > 0; i--) { // gone, elsewhere, or twice
      lines.add(random.nextInt(lines.size() + 1), line);
    }
    return (String.join("\n", lines) + "\n").getBytes(UTF_8);
  }

  /** What Java finds of a file about the log. */
  private boolean isShown(byte[] bytes) {
    try {
      EvidenceFile file = EvidenceFile.parse(bytes);
      file.verify();
      return file.log().equals(key.verifier());
    } catch (MalformedException | VerificationException _) {
      return false;
    }
  }

  private Map<String, Boolean> shown(Map<String, EvidenceFile> files)
      throws IOException, InterruptedException {
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    files.forEach((name, file) -> bytes.put(name, file.bytes()));
    return shownInFiles(bytes);
  }

  /** What the program finds. */
  private Map<String, Boolean> shownInFiles(Map<String, byte[]> files)
      throws IOException, InterruptedException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    Command.Ended ended =
        Judges.evidence(key.verifier()).with(files.keySet().toArray()).in(folder).run();
    Map<String, Boolean> shown = new LinkedHashMap<>();
    for (String name : files.keySet()) {
      String start = name + " shows ";
      shown.put(
          name,
          ended
              .output()
              .lines()
              .filter(line -> line.startsWith(start))
              .map(line -> !line.startsWith(start + "nothing: "))
              .findFirst()
              .orElseThrow(() -> new AssertionError(name + " in\n" + ended.output())));
    }
    assertThat(ended.code()).isEqualTo(shown.containsValue(false) ? 1 : 0);
    return shown;
  }

  private static Map<String, Boolean> all(Map<String, EvidenceFile> files, boolean shown) {
    Map<String, Boolean> all = new LinkedHashMap<>();
    files.keySet().forEach(name -> all.put(name, shown));
    return all;
  }

  /** Another history up to a size, and a log that does not continue it. */
  private Fork fork(long size) {
    LogFolder other = new LogFolder(folder, key);
    other.append(assign("another", 0));
    return fork(other.growTo(size), log());
  }

  private Fork fork(LogFolder older, LogFolder newer) {
    return new Fork(
        key.verifier(),
        older.checkpoint(),
        newer.checkpoint(),
        Proofs.root(older.size(), newer::row),
        Proofs.consistency(older.size(), newer.size(), newer::row));
  }

  private Violation violation(Rule rule, LogFolder log, long... indexes) {
    return new Violation(
        key.verifier(),
        rule,
        log.checkpoint(),
        LongStream.of(indexes).mapToObj(index -> entry(log, index, log.entry(index))).toList());
  }

  /** A tag is deleted, and then something is done with it. */
  private Violation deleted(Reason reason, Leaf then) {
    return violation(Rule.R3, log(tombstone("t7", 7, reason), then), 7, SIZE, SIZE + 1);
  }

  /** An entry is served in the place of entry 7. */
  private Unbound unbound(Leaf served) {
    LogFolder log = log();
    return new Unbound(
        key.verifier(), log.checkpoint(), entry(log, 7, served.bytes()), Hash.leaf(log.entry(7)));
  }

  private static Entry entry(LogFolder log, long index, byte[] bytes) {
    return new Entry(index, bytes, Proofs.inclusion(index, log.size(), log::row));
  }

  /** A log that keeps all rules, and what comes after. */
  private LogFolder log(Leaf... more) {
    LogFolder log = new LogFolder(folder, key).growTo(SIZE);
    for (Leaf leaf : more) {
      log.append(leaf);
    }
    return log;
  }

  private LogFolder log(String entry) {
    LogFolder log = log();
    log.append(entry.getBytes(UTF_8));
    return log;
  }

  private LogFolder withoutGenesis() {
    LogFolder log = new LogFolder(folder, key);
    log.append(assign("t0", 0));
    return log;
  }

  private static Leaf genesis() {
    return new Leaf.Genesis(LogFolder.ORIGIN, Optional.empty(), TIME);
  }

  private static Leaf assign(String tag, long index) {
    return LogFolder.assign(REPOSITORY, tag, index);
  }

  private static Leaf tombstone(String tag, long assigned, Reason reason) {
    return new Leaf.Tombstone(REPOSITORY, tag, assigned, TIME, reason, Optional.empty());
  }

  private static Leaf restore(String tag, long assigned) {
    return new Leaf.Restore(REPOSITORY, tag, assigned, TIME, Optional.empty());
  }
}
