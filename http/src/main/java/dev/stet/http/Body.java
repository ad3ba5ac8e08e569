package dev.stet.http;

import java.nio.file.Path;

/** The body of a reply. */
public sealed interface Body {
  /** How many bytes it has. */
  long length();

  /** No body. */
  record Empty() implements Body {
    @Override
    public long length() {
      return 0;
    }
  }

  /**
   * Bytes in memory. The array is not copied: whoever makes the body no longer changes it.
   *
   * @param content the bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // identity is never asked for
  record Bytes(byte[] content) implements Body {
    @Override
    public long length() {
      return content.length;
    }
  }

  /**
   * A part of a file, which the transport sends without copying it through the process.
   *
   * @param path the file; it must stay readable until the reply has been sent
   * @param offset the first byte to send
   * @param length how many bytes to send
   */
  record FilePart(Path path, long offset, long length) implements Body {}
}
