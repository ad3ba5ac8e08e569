package dev.stet.cli.copy;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.output.Progress;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The content of a blob, counted and hashed while it is read. The last bytes are given out only
 * once the whole is known to be what the descriptor says, so nobody downstream can take a wrong
 * blob for a complete one.
 */
final class CheckedStream extends FilterInputStream {
  private final Descriptor blob;
  private final Progress.Step step;
  private final MessageDigest hash;
  private final AtomicLong count = new AtomicLong();
  private volatile boolean reading;
  private boolean checked;
  private volatile Optional<Failure> wrong = Optional.empty();
  private volatile Optional<IOException> broken = Optional.empty();

  CheckedStream(InputStream content, Descriptor blob, Progress.Step step) {
    super(content);
    this.blob = blob;
    this.step = step;
    this.hash = blob.digest().algorithm().newHash();
  }

  /** How many bytes came so far. */
  long count() {
    return count.get();
  }

  /** Takes the place that the content comes from for broken, if it is being waited for. */
  void stall(IOException why) {
    if (reading) {
      broken = Optional.of(why);
    }
  }

  /** The failure, where the content is not what the descriptor says. */
  Optional<Failure> wrong() {
    return wrong;
  }

  /** The failure of the place that the content comes from. */
  Optional<IOException> broken() {
    return broken;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read;
    reading = true;
    try {
      read = super.read(into, offset, length);
    } catch (IOException e) {
      broken = broken.or(() -> Optional.of(e));
      throw e;
    } finally {
      reading = false;
    }
    if (read < 0) {
      ended();
    } else {
      hash.update(into, offset, read);
      step.add(read);
      if (count.addAndGet(read) >= blob.size()) {
        check();
      }
    }
    return read;
  }

  private void ended() throws IOException {
    if (count() < blob.size()) {
      IOException cut =
          new IOException("the content ended after " + count() + " of " + blob.size() + " bytes");
      broken = Optional.of(cut);
      throw cut;
    }
    check();
  }

  private void check() throws IOException {
    if (count() > blob.size()) {
      throw wrong("wanted " + blob.size() + " bytes, got more");
    }
    if (!checked) {
      checked = true;
      Digest got = Digest.ofHash(blob.digest().algorithm(), hash.digest());
      if (!got.equals(blob.digest())) {
        throw wrong("wanted " + blob.digest() + ", got " + got);
      }
    }
  }

  private IOException wrong(String why) {
    wrong =
        Optional.of(
            Failure.of(
                    ExitCode.VERIFICATION_FAILED,
                    "a blob of the source is not what its manifest says")
                .because(why)
                .next("do not use this image of the source"));
    return new IOException(why);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public long skip(long bytes) {
    return 0;
  }
}
