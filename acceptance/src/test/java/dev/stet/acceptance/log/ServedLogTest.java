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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a running Stet, grown by pushes, and judged over HTTP by programs of others. */
class ServedLogTest {
  private static final String REPOSITORY = "shop/served";
  private static final int TAGS = 100; // of one push, at most

  private final @AutoClose StetProcess stet;
  private final @AutoClose RegistryClient client;
  private final ServedLog log;
  private final TestImage image = TestImage.small();
  private final Seen seen = new Seen();
  private long size = 1; // the genesis

  ServedLogTest(@TempDir Path folder) throws IOException, InterruptedException {
    this.stet = StetProcess.start(folder.resolve("data"));
    this.client = stet.client();
    this.log = ServedLog.of(stet, folder.resolve("data"), folder);
  }

  @Test
  void isSoundAsItGrows() throws IOException, InterruptedException {
    for (byte[] blob : List.of(image.layer(), image.config())) {
      assertThat(client.pushBlob(REPOSITORY, blob).statusCode()).isEqualTo(201);
    }
    assertSound();
    growTo(257);
    assertSound();
    growTo(70_000);
    assertSound();
  }

  private void growTo(long wanted) throws IOException, InterruptedException {
    while (size < wanted) {
      List<String> tags = new ArrayList<>();
      for (long index = size; index < Math.min(wanted, size + TAGS); index++) {
        tags.add("t" + index);
      }
      push(tags);
    }
  }

  /** Pushes new tags; their entries follow each other, and the answer names the last. */
  private void push(List<String> tags) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.pushManifest(REPOSITORY, image, tags);
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(201);
    long last = answer.headers().firstValueAsLong("Stet-Log-Index").orElseThrow();
    for (String tag : tags) {
      seen.claim(size++, REPOSITORY, tag, image.digest());
    }
    assertThat(last).isEqualTo(size - 1);
    seen.checkpoint(client.checkpoint().body());
  }

  private void assertSound() throws IOException, InterruptedException {
    assertThat(log.assertSound(client, seen)).isEqualTo(size);
  }
}
