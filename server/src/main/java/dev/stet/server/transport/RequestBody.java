package dev.stet.server.transport;

import dev.stet.http.ClientGoneException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as a blocking stream: an event loop puts chunks in, one virtual thread
 * takes them out.
 *
 * <p><b>Back-pressure.</b> When {@value #FULL} bytes wait, the connection is paused; when the
 * reader is down to {@value #LOW}, it goes on. <b>Large steps.</b> A reader is woken when what it
 * asked for is there, at most {@value #STEP} bytes, because each wake-up costs more than the copy.
 * <b>A client that is gone.</b> What it sent last is dropped: it may have come back by now, on
 * another connection, and go on from what was read before.
 */
final class RequestBody extends InputStream {
  private static final int FULL = 1024 * 1024;
  private static final int LOW = 512 * 1024;
  private static final int STEP = 256 * 1024;
  private static final long SLOWEST_BYTES_A_SECOND = 1024;

  private final HttpServerRequest request;
  private final Context context;
  private final long pauseNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition enough = lock.newCondition();
  private final Deque<Buffer> chunks = new ArrayDeque<>(); // under the lock
  private int offset; // of the first chunk; under the lock
  private int buffered; // under the lock
  private int wanted; // what the reader waits for, 0 if it does not; under the lock
  private boolean paused; // under the lock
  private boolean ended; // under the lock
  private boolean discarding; // under the lock
  private @Nullable String broken; // under the lock
  private long received; // under the lock
  private long started; // when the first byte was waited for; the reader's
  private boolean continued; // the reader's
  private volatile boolean givenUp;

  /** Takes over the request's body; on its event loop. */
  RequestBody(HttpServerRequest request, Context context, Duration pause) {
    this.request = request;
    this.context = context;
    this.pauseNanos = pause.toNanos();
    request.handler(this::arrived);
    request.endHandler(_ -> finished(null));
    request.exceptionHandler(failure -> finished("the client broke off: " + failure.getMessage()));
  }

  private void arrived(Buffer chunk) {
    lock.lock();
    try {
      if (discarding || givenUp) {
        return;
      }
      chunks.add(chunk);
      buffered += chunk.length();
      received += chunk.length();
      if (buffered >= FULL && !paused) {
        paused = true;
        request.pause();
      }
      if (wanted > 0 && buffered >= wanted) {
        enough.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void finished(@Nullable String failure) {
    lock.lock();
    try {
      broken = ended ? broken : failure;
      ended = true;
      enough.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Drops what has not been read, and lets the rest come and go; on the event loop. */
  void discard() {
    lock.lock();
    try {
      discarding = true;
      chunks.clear();
      buffered = 0;
      resume();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the client still waits to be told that it may send the body. */
  boolean isAwaited() {
    return !continued && expectsContinue();
  }

  /** Whether the client was too slow, so that nobody waits for the rest of the body. */
  boolean isGivenUp() {
    return givenUp;
  }

  private boolean expectsContinue() {
    return "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int start, int length) throws IOException {
    Objects.checkFromIndexSize(start, length, target.length);
    if (length == 0) {
      return 0;
    }
    tellToContinue();
    lock.lock();
    try {
      await(Math.min(length, STEP));
      if (broken != null && (buffered == 0 || !givenUp)) {
        throw new ClientGoneException(broken);
      }
      return buffered > 0 ? take(target, start, length) : -1;
    } finally {
      lock.unlock();
    }
  }

  private void tellToContinue() {
    if (continued) {
      return;
    }
    continued = true;
    started = System.nanoTime();
    if (expectsContinue()) {
      context.runOnContext(_ -> request.response().writeContinue());
    }
  }

  private void await(int count) throws ClientGoneException {
    wanted = count;
    try {
      while (buffered < count && !ended) {
        int before = buffered;
        if (enough.awaitNanos(pauseNanos) <= 0 && buffered == before && !ended) {
          giveUp("no byte of the body came for " + Duration.ofNanos(pauseNanos).toSeconds() + " s");
        }
        refuseDribble();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientGoneException("Stet is stopping");
    } finally {
      wanted = 0;
    }
  }

  /** A client that sends a byte now and then would hold its upload for ever. */
  private void refuseDribble() {
    long fair = Duration.ofSeconds(received / SLOWEST_BYTES_A_SECOND).toNanos();
    if (!ended && System.nanoTime() - started > pauseNanos + fair) {
      giveUp("the body came slower than " + SLOWEST_BYTES_A_SECOND + " bytes a second");
    }
  }

  /** Ends the body here; what came of it can still be read. */
  private void giveUp(String reason) {
    ended = true;
    broken = reason;
    givenUp = true;
  }

  private int take(byte[] target, int start, int length) {
    int count = 0;
    while (count < length && buffered > 0) {
      Buffer first = chunks.getFirst();
      int step = Math.min(first.length() - offset, length - count);
      first.getBytes(offset, offset + step, target, start + count);
      count += step;
      buffered -= step;
      offset += step;
      if (offset == first.length()) {
        chunks.removeFirst();
        offset = 0;
      }
    }
    if (buffered <= LOW) {
      resume();
    }
    return count;
  }

  private void resume() {
    if (paused) {
      paused = false;
      context.runOnContext(_ -> resumeUnlessFullAgain());
    }
  }

  private void resumeUnlessFullAgain() {
    lock.lock();
    try {
      if (!paused) {
        request.resume();
      }
    } finally {
      lock.unlock();
    }
  }
}
