package dev.stet.acceptance.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command.Ended;
import dev.stet.log.KeyType;
import dev.stet.log.Note;
import dev.stet.log.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** What somebody saw of a log once is still in it, and if it is not that is seen. */
class GrowthTest {
  private static final int BATCHES = 60;
  private static final int LARGEST = 300;

  private final Path folder;
  private final SigningKey key =
      SigningKey.generate(LogFolder.ORIGIN, KeyType.ED25519, new SecureRandom());
  private final LogFolder log;
  private final List<Note> seen = new ArrayList<>();

  GrowthTest(@TempDir Path folder) {
    this.folder = folder;
    this.log = new LogFolder(folder.resolve("log"), key);
  }

  @Test
  void everyCheckpointIsOfABeginningOfTheLast(TestReporter reporter) throws Exception {
    long seed = Long.getLong("stet.seed", new Random().nextLong());
    reporter.publishEntry("stet.seed", Long.toString(seed));
    Random random = new Random(seed);
    for (int i = 0; i < BATCHES; i++) {
      seen.add(log.growTo(log.size() + 1 + random.nextInt(LARGEST)).publish());
    }
    assertThat(judge().successfully().output())
        .contains(BATCHES + " recorded checkpoints of " + BATCHES + " sizes: consistent");
  }

  @Test
  void anotherHistoryUnderTheSameKeyIsSeen() throws Exception {
    seen.add(other(400).checkpoint());
    log.growTo(700).publish();
    assertRefused("is no continuation of that of size 400");
  }

  @Test
  void aSecondRootOfOneSizeIsSeen() throws Exception {
    seen.add(log.growTo(700).publish());
    seen.add(other(700).checkpoint());
    assertRefused("two roots for size 700");
  }

  @Test
  void aLogThatIsShorterThanItWasIsSeen() throws Exception {
    seen.add(log.growTo(700).checkpoint());
    new LogFolder(log.folder(), key).growTo(699).publish();
    assertRefused("of size 700 was seen");
  }

  /** A log of the same name and key with another history. */
  private LogFolder other(long size) {
    LogFolder other = new LogFolder(folder.resolve("other"), key);
    other.append(LogFolder.assign("shop/api", "another", 0));
    return other.growTo(size);
  }

  private void assertRefused(String why) throws IOException, InterruptedException {
    Ended ended = judge();
    assertThat(ended.output()).contains(why);
    assertThat(ended.code()).isEqualTo(1);
  }

  private Ended judge() throws IOException, InterruptedException {
    Path file = folder.resolve("checkpoints");
    Files.write(file, seen.stream().map(GrowthTest::line).toList());
    return Judges.judge(log.url(), log.verifier()).with("-checkpoints", file).run();
  }

  private static String line(Note checkpoint) {
    return Base64.getEncoder().encodeToString(checkpoint.encoded().getBytes(UTF_8));
  }
}
