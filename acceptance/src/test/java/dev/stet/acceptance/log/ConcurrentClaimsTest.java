package dev.stet.acceptance.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many claim at once, there is one log, in which every claim is, once. */
class ConcurrentClaimsTest {
  private static final String REPOSITORY = "shop/crowded";
  private static final int CLIENTS = 64;
  private static final int CLAIMS = 10_000;
  private static final int RIVALS = 200;

  private final @AutoClose StetProcess stet;
  private final @AutoClose RegistryClient client;
  private final @AutoClose ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
  private final ServedLog log;
  private final Seen seen = new Seen();

  ConcurrentClaimsTest(@TempDir Path folder) throws IOException, InterruptedException {
    this.stet = StetProcess.start(folder.resolve("data"));
    this.client = stet.client();
    this.log = ServedLog.of(stet, folder.resolve("data"), folder);
  }

  /** No fork, no duplicate, no gap. */
  @Test
  void tenThousandClaimsAreTenThousandEntries() throws Exception {
    TestImage image = pushed(TestImage.small());
    List<Long> indexes = atOnce(CLAIMS, i -> index(claim(image, "t" + i), "t" + i, image));
    assertThat(indexes)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, CLAIMS).boxed().toList());
    assertThat(log.assertSound(client, seen)).isEqualTo(1 + CLAIMS);
  }

  @Test
  void ofManyImagesForOneTagOneGetsIt() throws Exception {
    List<TestImage> images = new ArrayList<>();
    for (int i = 0; i < RIVALS; i++) {
      images.add(pushed(TestImage.small()));
    }
    List<Integer> answers =
        atOnce(
            RIVALS,
            i -> {
              HttpResponse<byte[]> answer = claim(images.get(i), "wanted");
              if (answer.statusCode() == 201) {
                index(answer, "wanted", images.get(i));
              }
              return answer.statusCode();
            });
    assertThat(answers).containsOnlyOnce(201).containsOnly(201, 409).hasSize(RIVALS);
    assertThat(log.assertSound(client, seen)).isEqualTo(2);
  }

  @Test
  void ofManyPushesOfOneImageEachGetsTheSameEntry() throws Exception {
    TestImage image = pushed(TestImage.small());
    assertThat(atOnce(RIVALS, _ -> index(claim(image, "wanted"), "wanted", image)))
        .hasSize(RIVALS)
        .containsOnly(1L);
    assertThat(log.assertSound(client, seen)).isEqualTo(2);
  }

  /** What one of the clients does. */
  private interface Claim<T> {
    T of(int number) throws IOException, InterruptedException;
  }

  private <T> List<T> atOnce(int count, Claim<T> claim)
      throws InterruptedException, ExecutionException {
    List<Callable<T>> claims =
        IntStream.range(0, count).<Callable<T>>mapToObj(i -> () -> claim.of(i)).toList();
    List<T> answers = new ArrayList<>();
    for (Future<T> answer : clients.invokeAll(claims)) {
      answers.add(answer.get());
    }
    return answers;
  }

  private HttpResponse<byte[]> claim(TestImage image, String tag)
      throws IOException, InterruptedException {
    return client.pushManifest(REPOSITORY, tag, image);
  }

  /** Where the log says that a claim is. */
  private long index(HttpResponse<byte[]> answer, String tag, TestImage image)
      throws IOException, InterruptedException {
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(201);
    long index = answer.headers().firstValueAsLong("Stet-Log-Index").orElseThrow();
    seen.claim(index, REPOSITORY, tag, image.digest());
    if (index % 10 == 0) {
      seen.checkpoint(client.checkpoint().body());
    }
    return index;
  }

  private TestImage pushed(TestImage image) throws IOException, InterruptedException {
    for (byte[] blob : List.of(image.layer(), image.config())) {
      assertThat(client.pushBlob(REPOSITORY, blob).statusCode()).isEqualTo(201);
    }
    return image;
  }
}
