package dev.stet.acceptance.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.log.Seen;
import dev.stet.acceptance.log.ServedLog;
import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random points takes nothing back that was acknowledged, nor any checkpoint of
 * the log that somebody saw.
 */
class KillTest {
  private static final int ACKNOWLEDGED = 50; // pushes in each round, at least
  private static final int SPREAD = 16;
  private static final int PUSHERS = 8;

  private final Seen seen = new Seen();
  private final List<Expected> rounds = new ArrayList<>(); // each with a repository of its own
  private final AtomicInteger serial = new AtomicInteger();

  @Test
  void whatWasAcknowledgedIsThereAfterTwentyKills(@TempDir Path folder, TestReporter reporter)
      throws IOException, InterruptedException, ExecutionException {
    assertNothingIsLost(20, folder, reporter);
  }

  @Test
  @Tag("nightly")
  void whatWasAcknowledgedIsThereAfterTwoHundredKills(@TempDir Path folder, TestReporter reporter)
      throws IOException, InterruptedException, ExecutionException {
    assertNothingIsLost(200, folder, reporter);
  }

  private void assertNothingIsLost(int kills, Path folder, TestReporter reporter)
      throws IOException, InterruptedException, ExecutionException {
    Path data = folder.resolve("data");
    long seed = Long.getLong("stet.seed", new Random().nextLong());
    reporter.publishEntry("stet.seed", Long.toString(seed));
    Random random = new Random(seed);
    for (int round = 0; round < kills; round++) {
      Expected expected = new Expected("shop/killed-" + round);
      try (StetProcess stet = StetProcess.start(data);
          RegistryClient client = stet.client()) {
        if (round > 0) {
          rounds.getLast().assertHeldBy(client);
        }
        rounds.add(expected);
        pushAndKill(stet, client, expected, random);
      }
    }
    try (StetProcess stet = StetProcess.start(data);
        RegistryClient client = stet.client()) {
      for (Expected expected : rounds) {
        expected.assertHeldBy(client);
      }
      Sound.assertSound(stet, data);
      ServedLog.of(stet, data, folder).assertSound(client, seen);
      stet.stop();
    }
    Expected.Count count =
        rounds.stream().map(Expected::count).reduce(Expected.Count::plus).orElseThrow();
    reporter.publishEntry("pushes", count.toString());
  }

  private void pushAndKill(
      StetProcess stet, RegistryClient client, Expected expected, Random random)
      throws InterruptedException, ExecutionException {
    CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED + random.nextInt(SPREAD));
    try (ExecutorService pushers = Executors.newFixedThreadPool(PUSHERS + 1)) {
      List<Future<String>> cut = new ArrayList<>();
      cut.add(pushers.submit(() -> watchUntilCutOff(client)));
      for (int i = 0; i < PUSHERS; i++) {
        cut.add(pushers.submit(() -> pushUntilCutOff(client, expected, enough)));
      }
      boolean inTime = enough.await(60, TimeUnit.SECONDS);
      LockSupport.parkNanos(random.nextInt(10_000_000)); // the random point
      stet.kill();
      assertThat(inTime).as("enough pushes in time").isTrue();
      for (Future<String> pusher : cut) {
        assertThat(pusher.get()).as("what was in flight").isNotEmpty();
      }
    }
  }

  /** Keeps every checkpoint that is served until Stet is gone. */
  private String watchUntilCutOff(RegistryClient client) throws InterruptedException {
    try {
      while (true) {
        HttpResponse<byte[]> checkpoint = client.checkpoint();
        assertThat(checkpoint.statusCode()).isEqualTo(200);
        seen.checkpoint(checkpoint.body());
      }
    } catch (IOException e) {
      return "checkpoint: " + e;
    }
  }

  /** Pushes one image after the other; returns what was in flight when Stet was gone. */
  private String pushUntilCutOff(RegistryClient client, Expected expected, CountDownLatch enough)
      throws InterruptedException {
    while (true) {
      int number = serial.getAndIncrement();
      TestImage image =
          TestImage.of("kill " + number, number % 3 == 0 ? TestImage.LARGE : TestImage.SMALL);
      String tag = "main-" + (number % 4 == 1 ? number - 1 : number); // some are asked for twice
      try {
        if (push(client, expected, tag, image)) {
          enough.countDown();
        }
      } catch (IOException e) {
        return "push " + number + ": " + e;
      }
    }
  }

  /** Pushes an image; whether that was acknowledged, and not refused. */
  private boolean push(RegistryClient client, Expected expected, String tag, TestImage image)
      throws IOException, InterruptedException {
    for (byte[] blob : List.of(image.layer(), image.config())) {
      HttpResponse<byte[]> answer = client.pushBlob(expected.repository(), blob);
      assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(201);
      expected.acknowledgedBlob(blob);
    }
    expected.asked(tag, image);
    HttpResponse<byte[]> answer = client.pushManifest(expected.repository(), tag, image);
    switch (answer.statusCode()) {
      case 201 -> {
        expected.acknowledged(tag, image);
        long index = answer.headers().firstValueAsLong("Stet-Log-Index").orElseThrow();
        seen.claim(index, expected.repository(), tag, image.digest());
      }
      case 409 -> expected.refused(tag, image);
      default -> throw new AssertionError(answer + ": " + new String(answer.body(), UTF_8));
    }
    return answer.statusCode() == 201;
  }
}
