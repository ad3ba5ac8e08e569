package dev.stet.server.transport;

import dev.stet.http.ClientGoneException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
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
 * <p><b>Back-pressure.</b> When {@value #FULL} bytes wait, no more is taken from the client; when
 * the reader is down to half of it, it goes on. Over HTTP/1.1 the connection is not read meanwhile.
 * Over HTTP/2 the stream gets no more credit, and the other streams of the connection go on.
 * <b>Many bodies.</b> While memory is scarce, {@value #SCARCE} bytes are enough, and a connection
 * of HTTP/2 is not read either, since all the credit that its client has may come at once. <b>Large
 * steps.</b> A reader is woken when what it asked for is there, at most {@value #STEP} bytes,
 * because each wake-up costs more than the copy. <b>A client that is gone.</b> What it sent last is
 * dropped: it may have come back by now, on another connection, and go on from what was read
 * before.
 */
final class RequestBody extends InputStream {
  private static final int FULL = 1024 * 1024;
  private static final int SCARCE = 128 * 1024;
  private static final int STEP = 256 * 1024;
  private static final int WAITS = 4; // within the pause

  private final HttpServerRequest request;
  private final Context context;
  private final Connection connection;
  private final BodyMemory memory;
  private final Patience patience;
  private final Pace pace; // the reader's
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition enough = lock.newCondition();
  private final Deque<Buffer> chunks = new ArrayDeque<>(); // under the lock
  private int offset; // of the first chunk; under the lock
  private int buffered; // under the lock
  private int wanted; // what the reader waits for, 0 if it does not; under the lock
  private boolean full; // no more is taken from the client; under the lock
  private boolean over; // the last byte came, or the client is gone; under the lock
  private @Nullable String broken; // under the lock
  private @Nullable Dropping dropping; // under the lock
  private long received; // under the lock
  private long judged; // how much of the connection's bytes the pace has seen; the reader's
  private boolean holds; // the event loop's
  private boolean continued; // the reader's
  private volatile boolean givenUp;

  /** Takes over the request's body; on its event loop. */
  RequestBody(
      HttpServerRequest request,
      Context context,
      Connection connection,
      BodyMemory memory,
      Patience patience) {
    this.request = request;
    this.context = context;
    this.connection = connection;
    this.memory = memory;
    this.patience = patience;
    this.pace = new Pace(patience);
    this.judged = connection.received();
    request.handler(this::arrived);
    request.endHandler(_ -> finished(null));
    request.exceptionHandler(failure -> finished("the client broke off: " + failure.getMessage()));
  }

  private void arrived(Buffer chunk) {
    lock.lock();
    try {
      received += chunk.length();
      if (dropping != null) {
        dropping.dropped(chunk.length());
      } else if (!givenUp) {
        keep(chunk);
      }
    } finally {
      lock.unlock();
    }
  }

  private void keep(Buffer chunk) {
    chunks.add(chunk);
    buffered += chunk.length();
    memory.add(chunk.length());
    if (buffered >= most() && !full) {
      full = true;
      stop();
    }
    if (wanted > 0 && (buffered >= wanted || full)) {
      enough.signal();
    }
  }

  private int most() {
    return memory.isScarce() ? SCARCE : FULL;
  }

  /** Takes no more from the client; on the event loop. */
  private void stop() {
    boolean http2 = connection.isHttp2();
    if (http2) {
      request.pause();
    }
    if (!holds && (!http2 || connection.isUpgraded() || memory.isScarce())) {
      holds = true;
      connection.hold();
    }
  }

  /** Takes from the client again; on the event loop. */
  private void goOn() {
    if (holds) {
      holds = false;
      connection.release();
    }
    if (connection.isHttp2() && !isOver()) {
      request.resume();
    }
  }

  private void finished(@Nullable String failure) {
    Dropping told;
    lock.lock();
    try {
      broken = givenUp ? broken : failure;
      over = true;
      told = dropping;
      enough.signal();
    } finally {
      lock.unlock();
    }
    if (holds) { // what comes now belongs to others
      holds = false;
      connection.release();
    }
    if (told != null) {
      told.over();
    }
  }

  /** Is told, on the event loop, what becomes of a body that is dropped. */
  interface Dropping {
    /** That many bytes came and were dropped. */
    void dropped(int bytes);

    /** The last of it has come, or the client is gone. */
    void over();
  }

  /** Drops what has not been read, and the rest as it comes; on the event loop. */
  void drop(Dropping told) {
    lock.lock();
    try {
      dropping = told;
      memory.add(-buffered);
      buffered = 0;
      chunks.clear();
      full = false;
    } finally {
      lock.unlock();
    }
    if (isOver()) {
      told.over();
    } else {
      goOn();
    }
  }

  /** Whether the last byte has come, or the client is gone. */
  boolean isOver() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes came so far. */
  long received() {
    lock.lock();
    try {
      return received;
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
    if (expectsContinue()) {
      context.runOnContext(_ -> request.response().writeContinue());
    }
  }

  private void await(int count) throws ClientGoneException {
    wanted = count;
    try {
      while (buffered < count && !full && !over && !givenUp) {
        long start = System.nanoTime();
        enough.awaitNanos(patience.pause().toNanos() / WAITS);
        if (isTooSlow(System.nanoTime() - start) && !over) {
          giveUp();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientGoneException("Stet is stopping");
    } finally {
      wanted = 0;
    }
  }

  /**
   * Judges by what the whole connection brings: a client of HTTP/2 may well finish some of its
   * uploads before it goes on with this one. While nothing is read it cannot be to blame.
   */
  private boolean isTooSlow(long nanos) {
    long all = connection.received();
    boolean slow = !connection.isHeld() && pace.tooSlow(nanos, all - judged);
    judged = all;
    return slow;
  }

  /** Ends the body here; what came of it can still be read. */
  private void giveUp() {
    givenUp = true;
    broken =
        pace.stoodStill()
            ? "no byte of the body came for " + patience.pause().toSeconds() + " s"
            : "the body came slower than " + patience.bytesPerSecond() + " bytes a second";
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
    memory.add(-count);
    if (full && buffered <= most() / 2) {
      full = false;
      context.runOnContext(_ -> goOnUnlessFullAgain());
    }
    return count;
  }

  private void goOnUnlessFullAgain() {
    lock.lock();
    try {
      if (!full) {
        goOn();
      }
    } finally {
      lock.unlock();
    }
  }
}
