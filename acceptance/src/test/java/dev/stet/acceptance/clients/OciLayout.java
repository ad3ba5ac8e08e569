package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.TestImage;
import dev.stet.oci.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An image layout that a client wrote; every blob that is read is hashed. */
record OciLayout(Path folder) {
  private static final JsonMapper JSON = JsonMapper.shared();

  static OciLayout at(Path folder) {
    return new OciLayout(folder);
  }

  /** What is in the one file of the one layer of its one image. */
  byte[] content() throws IOException {
    JsonNode index = JSON.readTree(Files.readAllBytes(folder.resolve("index.json")));
    JsonNode manifest = JSON.readTree(blob(index.at("/manifests/0/digest")));
    blob(manifest.at("/config/digest"));
    byte[] layer = blob(manifest.at("/layers/0/digest"));
    try (var tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)))) {
      assertThat(tar.getNextEntry().getName()).isEqualTo(TestImage.FILE);
      return tar.readAllBytes();
    }
  }

  private byte[] blob(JsonNode digest) throws IOException {
    Digest wanted = Digest.parse(digest.asString());
    byte[] bytes = Files.readAllBytes(folder.resolve("blobs/sha256").resolve(wanted.hex()));
    assertThat(Digest.sha256(bytes)).isEqualTo(wanted);
    return bytes;
  }
}
