package dev.stet.bench.content;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ContentTest {
  @Test
  void anImageHoldsTogether() {
    SmallImage image = new SmallImage(7);

    Manifest manifest = Manifest.parse(image.manifest(), "");
    assertThat(manifest.requiredBlobs().stream().map(Descriptor::digest))
        .containsExactlyInAnyOrder(Digest.sha256(image.layer()), Digest.sha256(image.config()))
        .containsExactlyInAnyOrder(image.layerDigest(), image.configDigest());
    assertThat(Digest.sha256(image.manifest())).isEqualTo(image.manifestDigest());
  }

  @Test
  void imagesOfDifferentNumbersShareNothing() {
    SmallImage one = new SmallImage(1);
    SmallImage two = new SmallImage(2);

    assertThat(one.layerDigest()).isNotEqualTo(two.layerDigest());
    assertThat(one.configDigest()).isNotEqualTo(two.configDigest());
    assertThat(one.manifestOf(1)).isNotEqualTo(one.manifestOf(2));
  }

  @Test
  void aLargeBlobIsTheSameWithAndWithoutChunks() throws IOException {
    LargeBlob blob = new LargeBlob(3, 2);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    ByteArrayOutputStream chunked = new ByteArrayOutputStream();

    blob.forEachBlock(block -> plain.writeBytes(bytes(block)));
    blob.forEachChunkedBlock(block -> chunked.writeBytes(bytes(block)));

    assertThat(plain.size()).isEqualTo(blob.length());
    assertThat(Digest.sha256(plain.toByteArray())).isEqualTo(blob.digest());
    assertThat(withoutChunks(chunked.toByteArray())).isEqualTo(plain.toByteArray());
  }

  @Test
  void largeBlobsOfDifferentNumbersDiffer() throws IOException {
    assertThat(new LargeBlob(1, 1).digest()).isNotEqualTo(new LargeBlob(2, 1).digest());
  }

  private static byte[] bytes(ByteBuffer block) {
    byte[] bytes = new byte[block.remaining()];
    block.get(bytes);
    return bytes;
  }

  private static byte[] withoutChunks(byte[] chunked) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int start = 0;
    int length;
    do {
      int endOfLine = start;
      while (chunked[endOfLine] != '\r') {
        endOfLine++;
      }
      length = Integer.parseInt(new String(chunked, start, endOfLine - start, US_ASCII), 16);
      content.write(chunked, endOfLine + 2, length);
      start = endOfLine + 2 + length + 2;
    } while (length > 0);
    assertThat(start).isEqualTo(chunked.length);
    return content.toByteArray();
  }
}
