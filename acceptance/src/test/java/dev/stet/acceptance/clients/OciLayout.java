package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.TestImage;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An image layout that a client wrote; every blob that is read is hashed. */
record OciLayout(Path folder) {
  private static final JsonMapper JSON = JsonMapper.shared();

  static OciLayout at(Path folder) {
    return new OciLayout(folder);
  }

  /** What is in the one file of the one layer of its image, the first one of an index. */
  byte[] content() throws IOException {
    JsonNode manifest = JSON.readTree(Files.readAllBytes(folder.resolve("index.json")));
    while (manifest.has("manifests")) {
      manifest = JSON.readTree(blob(manifest.at("/manifests/0/digest")));
    }
    blob(manifest.at("/config/digest"));
    return TarGz.read(blob(manifest.at("/layers/0/digest")), TestImage.FILE);
  }

  private byte[] blob(JsonNode digest) throws IOException {
    Digest wanted = Digest.parse(digest.asString());
    byte[] bytes = Files.readAllBytes(folder.resolve("blobs/sha256").resolve(wanted.hex()));
    assertThat(Digest.sha256(bytes)).isEqualTo(wanted);
    return bytes;
  }
}
