package dev.stet.cli.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.registry.DownloadedManifest;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.TagName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives as dockers before 25 save them. */
class DockerArchiveTest {
  private static final byte[] CONFIG = "{\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] LAYER = "a layer".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 1, 2, 3};

  @TempDir private Path temp = Path.of("");

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  private static void file(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private DockerArchive archive(String images) throws IOException {
    Path file = temp.resolve("a.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
      file(tar, "config.json", CONFIG);
      file(tar, "a/layer.tar", LAYER);
      TarArchiveEntry link = new TarArchiveEntry("b/layer.tar", TarConstants.LF_SYMLINK);
      link.setLinkName("../a/layer.tar");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
      file(tar, "c/layer.tar", gzip(LAYER));
      file(tar, "d/layer.tar", ZSTD);
      file(tar, "manifest.json", images.getBytes(StandardCharsets.UTF_8));
    }
    return DockerArchive.read(TarFiles.open(file), "a.tar");
  }

  private static String image(String tag) {
    return "{\"Config\":\"config.json\",\"RepoTags\":[\"h:1/shop/api:"
        + tag
        + "\"],\"Layers\":"
        + "[\"a/layer.tar\",\"b/layer.tar\",\"c/layer.tar\",\"d/layer.tar\"]}";
  }

  @Test
  void layersAreTakenAsTheyAreThroughLinksTooAndTheirCompressionIsSeen() throws IOException {
    try (DockerArchive archive = archive("[" + image("1.0") + "]")) {
      Source.Found found = archive.manifest(Optional.empty());
      assertThat(found.name()).contains(TagName.parse("1.0"));
      DownloadedManifest manifest = found.manifest();
      assertThat(manifest.manifest().config().orElseThrow().digest())
          .isEqualTo(Digest.sha256(CONFIG));
      assertThat(manifest.manifest().layers())
          .extracting(layer -> layer.mediaType().replace("application/vnd.oci.image.layer.v1", ""))
          .containsExactly(".tar", ".tar", ".tar+gzip", ".tar+zstd");
      for (Descriptor layer : manifest.manifest().layers()) {
        try (InputStream content = archive.blob(layer)) {
          byte[] bytes = content.readAllBytes();
          assertThat(Digest.sha256(bytes)).isEqualTo(layer.digest());
          assertThat(bytes).hasSize((int) layer.size());
        }
      }
    }
  }

  @Test
  void theSameArchiveIsTheSameImage() throws IOException {
    try (DockerArchive one = archive("[" + image("1.0") + "]");
        DockerArchive two = archive("[" + image("2.0") + "]")) {
      assertThat(one.manifest(Optional.empty()).manifest().digest())
          .isEqualTo(two.manifest(Optional.empty()).manifest().digest());
    }
  }

  @Test
  void whichOfSeveralImagesIsMeantHasToBeSaid() throws IOException {
    try (DockerArchive archive = archive("[" + image("1.0") + "," + image("2.0") + "]")) {
      assertThat(archive.references()).containsExactly(TagName.parse("1.0"), TagName.parse("2.0"));
      assertThatExceptionOfType(Failure.class)
          .isThrownBy(() -> archive.manifest(Optional.empty()))
          .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
      assertThat(archive.manifest(Optional.of(TagName.parse("2.0")))).isNotNull();
      assertThatExceptionOfType(Failure.class)
          .isThrownBy(() -> archive.manifest(Optional.of(TagName.parse("3.0"))))
          .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.NOT_FOUND));
    }
  }
}
