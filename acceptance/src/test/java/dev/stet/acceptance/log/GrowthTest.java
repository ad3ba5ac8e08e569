package dev.stet.acceptance.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command.Ended;
import dev.stet.log.KeyType;
import dev.stet.log.Leaf;
import dev.stet.log.Note;
import dev.stet.log.SigningKey;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
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
  private final Seen seen = new Seen();

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
      see(log.growTo(log.size() + 1 + random.nextInt(LARGEST)).publish());
    }
    assertThat(judge().successfully().output())
        .contains(BATCHES + " recorded checkpoints of " + BATCHES + " sizes: consistent");
  }

  @Test
  void anotherHistoryUnderTheSameKeyIsSeen() throws Exception {
    see(other(400).checkpoint());
    log.growTo(700).publish();
    assertRefused("is no continuation of that of size 400");
  }

  @Test
  void aSecondRootOfOneSizeIsSeen() throws Exception {
    see(log.growTo(700).publish());
    see(other(700).checkpoint());
    assertRefused("two roots for size 700");
  }

  @Test
  void aLogThatIsShorterThanItWasIsSeen() throws Exception {
    see(log.growTo(700).checkpoint());
    new LogFolder(log.folder(), key).growTo(699).publish();
    assertRefused("of size 700 was seen");
  }

  @Test
  void aClaimThatIsNotThereIsSeen() throws Exception {
    log.growTo(700).publish();
    Leaf.Assign leaf = LogFolder.assign("shop/api", "t699", 699);
    seen.claim(699, leaf.repository(), leaf.tag(), Digest.parse(leaf.digest()));
    assertThat(judge().successfully().output()).contains("1 recorded claims: found");
    seen.claim(699, leaf.repository(), "t698", Digest.parse(leaf.digest()));
    assertRefused("t698");
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

  private void see(Note checkpoint) {
    seen.checkpoint(checkpoint.encoded().getBytes(UTF_8));
  }

  private Ended judge() throws IOException, InterruptedException {
    return seen.askedOf(Judges.judge(log.url(), log.verifier()), folder).run();
  }
}
