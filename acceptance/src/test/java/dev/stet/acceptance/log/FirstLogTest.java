package dev.stet.acceptance.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.log.ManyNames.Name;
import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.Running;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import dev.stet.log.Checkpoint;
import dev.stet.log.EntryBundle;
import dev.stet.log.Leaf;
import dev.stet.log.Note;
import dev.stet.log.Policy;
import dev.stet.log.ProofFile;
import dev.stet.log.Tile;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * A registry that had no log writes it when it is first started, whatever cuts it off meanwhile: it
 * is the log that would have been written at the time.
 */
class FirstLogTest {
  private static final int KILLS = 8;
  private static final long START = 600_000_000; // ns: about as long as a start
  private static final int WRITES = 1500; // entries: a batch or two
  private static final Duration WRITTEN = Duration.ofSeconds(60);
  private static final int READERS = 8;
  private static final String NEW = "new";

  private final Path folder;
  private final Path data;
  private final Seen seen = new Seen();
  private final TestImage image = TestImage.small();

  FirstLogTest(@TempDir Path folder) {
    this.folder = folder;
    this.data = folder.resolve("data");
  }

  @Test
  void isTheOneThatWouldHaveBeenWrittenHoweverOftenItIsCutOff(TestReporter reporter)
      throws Exception {
    long seed = Long.getLong("stet.seed", new Random().nextLong());
    reporter.publishEntry("stet.seed", Long.toString(seed));
    List<String> wanted = new ArrayList<>();
    ManyNames names = lived(wanted);
    new Intruder(data).forgetLog();
    long start = System.currentTimeMillis();

    List<Long> sizes = cutOff(names, new Random(seed));
    reporter.publishEntry("sizes", sizes.toString());
    assertThat(sizes).filteredOn(size -> size > 1 && size < wanted.size()).isNotEmpty();
    try (StetProcess stet = StetProcess.start(data);
        RegistryClient client = stet.client()) {
      awaitWritten(client);
      wanted.add("assign " + ManyNames.REPOSITORY + ":" + NEW + " " + image.digest());
      List<Leaf> leaves = leaves(client);
      assertThat(leaves.stream().skip(1).map(FirstLogTest::told)).isEqualTo(wanted);
      assertThat(leaves).allMatch(leaf -> leaf.time() >= start);
      ServedLog log = ServedLog.of(stet, data, folder);
      assertProven(client, log, names);
      assertThat(log.assertSound(client, seen)).isEqualTo(leaves.size());
      stet.stop();
    }
    StetProcess.offline("fsck", "--data", data).run().successfully();
  }

  /** Has everything happen in a Stet, and tells what its log said of that. */
  private ManyNames lived(List<String> told) throws IOException, InterruptedException {
    try (StetProcess stet = StetProcess.start(data);
        RegistryClient client = stet.client()) {
      ManyNames names = ManyNames.in(stet, client);
      leaves(client).stream().skip(1).map(FirstLogTest::told).forEach(told::add);
      for (byte[] blob : List.of(image.layer(), image.config())) {
        assertThat(client.pushBlob(ManyNames.REPOSITORY, blob).statusCode()).isEqualTo(201);
      }
      stet.stop();
      return names;
    }
  }

  /** Kills it while it writes; the sizes that the log had when it served again. */
  private List<Long> cutOff(ManyNames names, Random random)
      throws IOException, InterruptedException {
    List<Long> sizes = new ArrayList<>();
    boolean written = false;
    for (int kill = 0; kill < KILLS && !written; kill++) {
      if (kill % 2 == 1) {
        killAsItStarts(random);
      }
      try (StetProcess stet = StetProcess.start(data);
          RegistryClient client = stet.client()) {
        sizes.add(look(client));
        written = useUntil(sizes.getLast() + random.nextInt(WRITES), client, names, random);
        stet.kill();
      }
    }
    return sizes;
  }

  private void killAsItStarts(Random random) throws IOException {
    try (Running _ = StetProcess.serving(data).start()) {
      LockSupport.parkNanos(random.nextLong(START));
    }
  }

  /** Pulls go on until the log has grown, and names are given once it is written; whether it is. */
  private boolean useUntil(long size, RegistryClient client, ManyNames names, Random random)
      throws IOException, InterruptedException {
    boolean written;
    do {
      Name name = names.live().get(random.nextInt(names.live().size()));
      assertThat(Digest.sha256(client.manifest(name.repository(), name.tag()).body()))
          .isEqualTo(names.given().get(name));
      written = claimed(client);
    } while (look(client) <= size && !written);
    return written;
  }

  /** Asks for a new name, which is given once the log is written; whether it was. */
  private boolean claimed(RegistryClient client) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.pushManifest(ManyNames.REPOSITORY, NEW, image);
    if (answer.statusCode() != 201) {
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(new String(answer.body(), UTF_8)).contains("\"LOG_MIGRATING\"");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
    return answer.statusCode() == 201;
  }

  /** Remembers which checkpoint is served now; its size. */
  private long look(RegistryClient client) throws IOException, InterruptedException {
    byte[] checkpoint = client.checkpoint().body();
    seen.checkpoint(checkpoint);
    return size(checkpoint);
  }

  private static long size(byte[] checkpoint) {
    return Checkpoint.parse(Note.parse(checkpoint).text()).size();
  }

  private void awaitWritten(RegistryClient client) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WRITTEN.toNanos();
    while (!claimed(client)) {
      assertThat(System.nanoTime()).as("written in time").isLessThan(deadline);
      look(client);
    }
  }

  private static List<Leaf> leaves(RegistryClient client) throws IOException, InterruptedException {
    long size = size(client.checkpoint().body());
    List<Leaf> leaves = new ArrayList<>();
    for (long n = 0; n * Tile.WIDTH < size; n++) {
      EntryBundle bundle = new EntryBundle(n, Tile.at(0, n, size).width());
      bundle.decode(client.log(bundle.path()).body()).stream()
          .map(Leaf::parse)
          .forEach(leaves::add);
    }
    return leaves;
  }

  /** What an entry says, but for when and by whom. */
  private static String told(Leaf leaf) {
    return switch (leaf) {
      case Leaf.Genesis it -> "genesis " + it.origin();
      case Leaf.Assign it -> "assign " + it.repository() + ":" + it.tag() + " " + it.digest();
      case Leaf.Tombstone it -> "tombstone " + it.assigned() + " " + it.tag() + " " + it.reason();
      case Leaf.Restore it -> "restore " + it.assigned() + " " + it.tag();
    };
  }

  /** Every tag that was ever given has its proof, burnt or not; and no other name has one. */
  private void assertProven(RegistryClient client, ServedLog log, ManyNames names)
      throws Exception {
    List<Callable<Void>> checks = new ArrayList<>();
    names.given().forEach((name, image) -> checks.add(() -> checkProof(client, log, name, image)));
    try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
      for (Future<Void> check : readers.invokeAll(checks)) {
        check.get();
      }
    }
    for (Name name : ManyNames.unlogged()) {
      assertThat(proof(client, name).statusCode()).as(name.toString()).isEqualTo(404);
    }
  }

  private Void checkProof(RegistryClient client, ServedLog log, Name name, Digest digest)
      throws IOException, InterruptedException {
    ProofFile proof = ProofFile.parse(proof(client, name).body());
    Policy policy = new Policy(log.key(), Optional.empty(), List.of(), Optional.empty());
    assertThat(proof.verify(policy, name.repository(), name.tag()).leaf().digest())
        .isEqualTo(digest.toString());
    seen.claim(proof.index(), name.repository(), name.tag(), digest);
    return null;
  }

  private static HttpResponse<byte[]> proof(RegistryClient client, Name name)
      throws IOException, InterruptedException {
    return client.log("proof/" + name.repository() + "/" + name.tag());
  }
}
