package dev.stet.acceptance.commands;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is older than the log goes on where the log is, though no outsider signs it. */
class RestoredLogTest {
  private static final String REPOSITORY = "shop/restored";
  private static final int LOST = 10;

  private final Path folder;
  private final Path data;
  private final Path restored;
  private final Seen seen = new Seen();
  private final List<TestImage> lost = new ArrayList<>();

  RestoredLogTest(@TempDir Path folder) {
    this.folder = folder;
    this.data = folder.resolve("old/data");
    this.restored = folder.resolve("new/data");
  }

  @Test
  void whatTheBackupLacksIsFetchedAndItsNamesAreHeld() throws IOException, InterruptedException {
    try (StetProcess old = StetProcess.start(data);
        RegistryClient client = old.client()) {
      backUpAndGoOn(old, client);
      restore();
      try (StetProcess stet = StetProcess.start(restored);
          RegistryClient again = stet.client()) {
        assertRefused(again, "LOG_KEY_MISSING");
        stet.stop();
      }
      offline("keys", "import", folder.resolve("log.key"), "--data", restored);
      try (StetProcess stet = StetProcess.start(restored);
          RegistryClient again = stet.client()) {
        assertRefused(again, "LOG_UNCONFIRMED");
        String copy = "http://" + old.address() + "/log/";
        assertThat(stet.command().with("log", "recover", "--from", copy).line())
            .isEqualTo(Integer.toString(LOST + 1));
        assertHoldsWhatWasLost(again);
        assertThat(ServedLog.of(stet, restored, folder).assertSound(again, seen))
            .isEqualTo(1 + 1 + LOST + 1 + 1); // the genesis, kept, lost, a tombstone, new
        stet.stop();
      }
    }
  }

  /** Pushes ten images after the backup, and deletes the tag of the last. */
  private void backUpAndGoOn(StetProcess old, RegistryClient client)
      throws IOException, InterruptedException {
    claimed(client, "kept", pushed(client, TestImage.small()));
    old.command().with("backup", "create", folder.resolve("backup")).run().successfully();
    for (int i = 0; i < LOST; i++) {
      TestImage image = pushed(client, TestImage.small());
      claimed(client, "lost-" + i, image);
      lost.add(image);
    }
    old.command().with("rm", REPOSITORY + ":lost-" + (LOST - 1)).run().successfully();
    seen.checkpoint(client.checkpoint().body());
  }

  /** Without the key of the log, which no backup has. */
  private void restore() throws IOException, InterruptedException {
    offline("keys", "export", folder.resolve("log.key"), "--data", data);
    offline("backup", "restore", folder.resolve("backup"), "--data", restored);
    assertThat(restored.resolve("keys/log.key")).doesNotExist();
  }

  private static void offline(Object... words) throws IOException, InterruptedException {
    StetProcess.offline(words).run().successfully();
  }

  private void assertHoldsWhatWasLost(RegistryClient client)
      throws IOException, InterruptedException {
    for (int i = 0; i < LOST; i++) {
      HttpResponse<byte[]> other =
          client.pushManifest(REPOSITORY, "lost-" + i, pushed(client, TestImage.small()));
      assertThat(other.statusCode()).isEqualTo(409);
      assertThat(text(other)).contains(i < LOST - 1 ? "TAG_TAKEN" : "TAG_BURNT");
    }
    assertThat(client.manifest(REPOSITORY, "lost-0").statusCode()).isEqualTo(404);
    claimed(client, "lost-0", pushed(client, lost.getFirst()));
    assertThat(client.manifest(REPOSITORY, "lost-0").body()).isEqualTo(lost.getFirst().manifest());
    claimed(client, "new", pushed(client, TestImage.small()));
  }

  /** Names are not given, and pulls go on. */
  private void assertRefused(RegistryClient client, String reason)
      throws IOException, InterruptedException {
    TestImage image = pushed(client, TestImage.small());
    HttpResponse<byte[]> answer = client.pushManifest(REPOSITORY, "lost-0", image);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(text(answer)).contains("\"" + reason + "\"");
    assertThat(client.manifest(REPOSITORY, "kept").statusCode()).isEqualTo(200);
  }

  private static TestImage pushed(RegistryClient client, TestImage image)
      throws IOException, InterruptedException {
    for (byte[] blob : List.of(image.layer(), image.config())) {
      assertThat(client.pushBlob(REPOSITORY, blob).statusCode()).isEqualTo(201);
    }
    return image;
  }

  private void claimed(RegistryClient client, String tag, TestImage image)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.pushManifest(REPOSITORY, tag, image);
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
    long index = answer.headers().firstValueAsLong("Stet-Log-Index").orElseThrow();
    seen.claim(index, REPOSITORY, tag, image.digest());
    seen.checkpoint(client.checkpoint().body());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), UTF_8);
  }
}
