package dev.stet.bench.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Where the content of an answer goes, part by part. */
@FunctionalInterface
public interface BodySink {
  /** Throws the content away: for measuring, after the same answer has been checked. */
  BodySink NOWHERE = part -> part.position(part.limit());

  /** Takes the remaining bytes of the part. */
  void accept(ByteBuffer part);

  /** Hashes the content. */
  static BodySink into(MessageDigest hash) {
    return hash::update;
  }

  /** Collects the content. */
  static BodySink into(ByteArrayOutputStream bytes) {
    return part -> {
      byte[] copy = new byte[part.remaining()];
      part.get(copy);
      bytes.writeBytes(copy);
    };
  }
}
