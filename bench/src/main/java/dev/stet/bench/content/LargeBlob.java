package dev.stet.bench.content;

import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.SplittableRandom;

/**
 * A blob of many MiB that is made as it is sent: one block of 1 MiB, stamped with the number of the
 * blob and its own place. For one thread.
 */
public final class LargeBlob {
  /** The length of a block in bytes. */
  public static final int BLOCK = 1024 * 1024;

  /** The length of the chunks that Go's HTTP client sends, and so docker, skopeo and crane. */
  private static final int CHUNK = 32 * 1024;

  /** Takes the blob, block by block. */
  @FunctionalInterface
  public interface BlockSink {
    /** Takes all bytes of the block, which is used again afterwards. */
    void accept(ByteBuffer block) throws IOException;
  }

  private final long number;
  private final int blocks;
  private final ByteBuffer plain = ByteBuffer.allocateDirect(BLOCK);
  private final ByteBuffer chunked = ByteBuffer.allocateDirect(BLOCK + BLOCK / CHUNK * 16);
  private final Digest digest;

  /**
   * Makes the blob of that number.
   *
   * @param blocks its length in blocks
   */
  public LargeBlob(long number, int blocks) throws IOException {
    this.number = number;
    this.blocks = blocks;
    byte[] random = new byte[BLOCK];
    new SplittableRandom(number).nextBytes(random);
    plain.put(random);
    for (int start = 0; start < BLOCK; start += CHUNK) {
      chunked.put(bytes("8000\r\n")).put(random, start, CHUNK).put(bytes("\r\n"));
    }
    chunked.flip();
    this.digest = hash();
  }

  private Digest hash() throws IOException {
    MessageDigest hash = Digest.Algorithm.SHA256.newHash();
    forEachBlock(hash::update);
    return Digest.ofHash(Digest.Algorithm.SHA256, hash.digest());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Its digest. */
  public Digest digest() {
    return digest;
  }

  /** Its length in bytes. */
  public long length() {
    return (long) blocks * BLOCK;
  }

  /** Gives its blocks, in order. */
  public void forEachBlock(BlockSink sink) throws IOException {
    for (int place = 0; place < blocks; place++) {
      plain.putLong(0, number).putLong(Long.BYTES, place);
      sink.accept(plain.clear());
    }
  }

  /** Gives its blocks in HTTP chunks, in order, and the last chunk. */
  public void forEachChunkedBlock(BlockSink sink) throws IOException {
    int start = "8000\r\n".length();
    for (int place = 0; place < blocks; place++) {
      chunked.putLong(start, number).putLong(start + Long.BYTES, place);
      sink.accept(chunked.rewind());
    }
    sink.accept(ByteBuffer.wrap(bytes("0\r\n\r\n")));
  }
}
