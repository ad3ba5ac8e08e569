package dev.stet.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.auditor.cosigner.Cosigner;
import dev.stet.auditor.cosigner.CosignerServer;
import dev.stet.auditor.cosigner.Witness;
import dev.stet.log.AddCheckpoint;
import dev.stet.log.Checkpoint;
import dev.stet.log.KeyType;
import dev.stet.log.Note;
import dev.stet.log.SigningKey;
import dev.stet.log.VerifierKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever demands three witnesses gets proofs while a server is pushed to as fast as it goes,
 * though each of them takes another time to sign.
 */
class CosigningUnderLoadTest {
  private static final int PUSHERS = 4;
  private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(20);

  private final TestImage image = TestImage.of("under load");
  private final List<CosignerServer> witnesses = new ArrayList<>();
  private final Set<VerifierKey> keys = new HashSet<>();
  @TempDir private Path folder;
  private Path policy = Path.of("");

  @BeforeEach
  void demandThreeWitnesses() throws IOException {
    VerifierKey log;
    try (RunningServer server = start(Map.of("STET_LOG_AUDITOR", "false"))) {
      log = VerifierKey.parse(server.get("/log/key").text().strip());
      assertThat(server.push("shop/api", "first", image).status()).isEqualTo(201);
    }
    keys.add(log);
    policy =
        Files.writeString(
            folder.resolve("policy"),
            "log %s\n%s%s%sgroup all all fast slower slowest\nquorum all\n"
                .formatted(
                    log,
                    witness("fast", 0, log),
                    witness("slower", 80, log),
                    witness("slowest", 300, log)));
  }

  @AfterEach
  void close() {
    witnesses.forEach(CosignerServer::close);
  }

  private RunningServer start(Map<String, String> environment) {
    return RunningServer.startAt(Clock.systemUTC(), folder.resolve("data"), environment);
  }

  /** Starts a witness that takes so long to sign; its line in a policy. */
  private String witness(String name, long millis, VerifierKey log) throws IOException {
    SigningKey key =
        SigningKey.generate("witness.example/" + name, KeyType.COSIGNATURE, new SecureRandom());
    Witness witness = new Witness(folder.resolve(name), key, List.of(log), Clock.systemUTC());
    CosignerServer server =
        CosignerServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            slow(witness, millis),
            List::of);
    witnesses.add(server);
    keys.add(key.verifier());
    return "witness %s %s http://127.0.0.1:%d\n"
        .formatted(name, key.verifier(), server.address().getPort());
  }

  private static Cosigner slow(Cosigner witness, long millis) {
    return new Cosigner() {
      @Override
      public AddCheckpoint.Answer addCheckpoint(byte[] body) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis)); // this is how slow it is
        return witness.addCheckpoint(body);
      }

      @Override
      public Optional<Note> signed(String hash) {
        return witness.signed(hash);
      }
    };
  }

  @Test
  void theQuorumKeepsAdvancing() throws Exception {
    Duration time = Duration.ofMinutes(1);
    Map<String, String> environment =
        Map.of("STET_LOG_AUDITOR", "false", "STET_LOG_POLICY", policy.toString());
    try (RunningServer server = start(environment);
        ExecutorService pushers = Executors.newFixedThreadPool(PUSHERS)) {
      awaitConfirmed(server);
      long end = System.nanoTime() + time.toNanos();
      List<Future<Integer>> pushed = new ArrayList<>();
      for (int i = 0; i < PUSHERS; i++) {
        String prefix = "p" + i + "-";
        pushed.add(pushers.submit(() -> pushUntil(end, server, prefix)));
      }
      assertThat(advancesUntil(end, server)).isGreaterThanOrEqualTo(30);
      long size = 2; // the first entry, and the first tag
      for (Future<Integer> each : pushed) {
        size += each.get();
      }
      Answer last = server.pushManifest("shop/api", "last", image, "Stet-Wait", "quorum");
      assertThat(last.header("Stet-Log-Quorum")).isEqualTo("reached");
      Note cosigned = cosigned(server).orElseThrow();
      assertThat(Checkpoint.parse(cosigned.text()).size()).isEqualTo(size + 1);
      assertThat(cosigned.verifiedBy(keys)).isEqualTo(keys);
    }
  }

  /** No name is given before the witnesses have confirmed the size at the start. */
  private static void awaitConfirmed(RunningServer server) {
    while (!server.get("/api/v1/log").json().path("open").asBoolean()) {
      LockSupport.parkNanos(GLANCE);
    }
  }

  private int pushUntil(long end, RunningServer server, String prefix) {
    int count = 0;
    while (System.nanoTime() < end) {
      Answer answer = server.pushManifest("shop/api", prefix + count, image);
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
      count++;
    }
    return count;
  }

  /** How often the quorum was seen to have signed something larger. */
  private static int advancesUntil(long end, RunningServer server) {
    int advances = 0;
    long reached = 0;
    while (System.nanoTime() < end) {
      long size = cosigned(server).map(it -> Checkpoint.parse(it.text()).size()).orElse(0L);
      assertThat(size).isGreaterThanOrEqualTo(reached);
      advances += size > reached ? 1 : 0;
      reached = size;
      LockSupport.parkNanos(GLANCE);
    }
    return advances;
  }

  private static Optional<Note> cosigned(RunningServer server) {
    Answer answer = server.get("/log/cosigned/checkpoint");
    return answer.status() == 200
        ? Optional.of(Note.parse(answer.text().getBytes(UTF_8)))
        : Optional.empty();
  }
}
