package dev.stet.registry.blobs.file;

import java.io.IOException;
import java.io.InputStream;

/** The first bytes of another stream, and nothing behind them, however they are read. */
final class Limited extends InputStream {
  private final InputStream in;
  private long left;

  Limited(InputStream in, long length) {
    this.in = in;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = in.read(buffer, offset, (int) Math.min(length, left));
    left -= Math.max(count, 0);
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
