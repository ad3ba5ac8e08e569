package dev.stet.acceptance.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command;
import dev.stet.log.Note;
import dev.stet.log.NoteSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that Java makes are sound in the eyes of others, and no byte of one can change unseen. */
class JavaMadeLogsTest {
  private final LogFolder log;
  private final Path folder;
  private final long seed = Long.getLong("stet.seed", new Random().nextLong());

  JavaMadeLogsTest(@TempDir Path folder) {
    this.folder = folder;
    this.log = new LogFolder(folder.resolve("log"));
  }

  @BeforeEach
  void tellTheSeed(TestReporter reporter) {
    reporter.publishEntry("stet.seed", Long.toString(seed));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000})
  void isSoundAtEachEdge(long size) throws IOException, InterruptedException {
    log.growTo(size).publish();
    assertThat(judge().run().successfully().output()).contains("size " + size + " ");
    assertThat(fsck()).contains(Judges.fsckFoundNothing(size));
  }

  @Test
  void noByteOfASmallLogChangesUnseen() throws IOException, InterruptedException {
    log.growTo(3);
    log.publish(withUnknownSignature(log.publish()));
    assertThat(judge().with("-flip", "all").run().successfully().output())
        .contains("3 files", ": all seen", "in unknown signatures: all accepted");
  }

  private static Note withUnknownSignature(Note checkpoint) {
    return checkpoint.with(new NoteSignature("grease.example/log", 0x67726561, new byte[72]));
  }

  @ParameterizedTest
  @ValueSource(longs = {257, 65_537, 70_000})
  void noFileChangesUnseen(long size) throws IOException, InterruptedException {
    log.growTo(size).publish();
    assertThat(judge().with("-flip", "one").run().successfully().output()).contains(": all seen");
  }

  @Test
  void fsckSeesTenFlips() throws IOException, InterruptedException {
    log.growTo(257).publish();
    Random random = new Random(seed);
    List<Path> files = files();
    for (int i = 0; i < 10; i++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] sound = Files.readAllBytes(file);
      byte[] flipped = sound.clone();
      int at = random.nextInt(flipped.length - 3); // the last character of base64 has spare bits
      flipped[at] ^= (byte) (1 + random.nextInt(255));
      Files.write(file, flipped);
      assertThat(fsck()).as("%s, byte %d", file, at).doesNotContain("Successfully");
      Files.write(file, sound);
    }
    assertThat(fsck()).contains(Judges.fsckFoundNothing(257));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(log.folder())) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private Command judge() {
    return Judges.judge(log.url(), log.verifier()).with("-seed", seed);
  }

  private String fsck() throws IOException, InterruptedException {
    return Judges.fsck(log.url(), log.verifier(), folder).run().output();
  }
}
