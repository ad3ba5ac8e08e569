package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Helm pushes charts: what would be in an image's file is in one of the chart's. */
class HelmTest extends ClientContract {
  private final Command helm;

  HelmTest(@TempDir Path folder) {
    super(folder);
    helm =
        Tools.find("helm")
            .where("HELM_CACHE_HOME", fresh().toString())
            .where("HELM_CONFIG_HOME", fresh().toString())
            .where("HELM_DATA_HOME", fresh().toString());
  }

  @Override
  public String tag() {
    return "1.4.2";
  }

  @Override
  public Ended push(TestImage image, String reference) throws IOException, InterruptedException {
    int slash = reference.lastIndexOf('/');
    int colon = reference.lastIndexOf(':');
    Path chart =
        chart(reference.substring(slash + 1, colon), reference.substring(colon + 1), image);
    return helm.with("push", "--plain-http", chart, "oci://" + reference.substring(0, slash)).run();
  }

  /** A chart as it was packaged once: its time is part of what is pushed. */
  private Path chart(String name, String version, TestImage image) throws IOException {
    Path file = Files.createDirectory(fresh()).resolve(name + "-" + version + ".tgz");
    byte[] description =
        "apiVersion: v2\nname: %s\nversion: %s\n"
            .formatted(name, version)
            .getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      put(tar, name + "/Chart.yaml", description);
      put(tar, name + "/" + TestImage.FILE, image.content());
    }
    return Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setModTime(0);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  @Override
  public byte[] pull(String reference) throws IOException, InterruptedException {
    return pullChart("oci://" + reference);
  }

  private byte[] pullChart(Object... operands) throws IOException, InterruptedException {
    Path folder = Files.createDirectory(fresh());
    helm.with("pull", "--plain-http", "--destination", folder).with(operands).run().successfully();
    try (Stream<Path> files = Files.list(folder)) {
      return TarGz.read(Files.readAllBytes(files.findFirst().orElseThrow()), TestImage.FILE);
    }
  }

  /** That is what it lists tags for; they are not shown. */
  @Test
  void theNewestVersionOfARangeIsPulled() throws IOException, InterruptedException {
    TestImage newest = TestImage.unique();
    push(TestImage.unique(), repository("shop/range") + ":1.4.0").successfully();
    push(newest, repository("shop/range") + ":1.10.0").successfully();
    push(TestImage.unique(), repository("shop/range") + ":2.0.0").successfully();

    assertThat(pullChart("--version", "~1", "oci://" + repository("shop/range")))
        .isEqualTo(newest.content());
  }
}
