package dev.stet.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A long way to a server: every byte takes its time, in each direction, however many there are. It
 * knows how many were on the way to the server at once.
 */
final class DelayingProxy implements AutoCloseable {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Piece(byte[] bytes, long due) {
    boolean isLast() {
      return bytes.length == 0;
    }
  }

  private final ServerSocket listening;
  private final int server;
  private final long delay;
  private final AtomicLong onTheWay = new AtomicLong();
  private final AtomicLong most = new AtomicLong();

  DelayingProxy(int server, Duration delay) {
    this.server = server;
    this.delay = delay.toNanos();
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** How many bytes were on the way to the server at once, at most. */
  long mostOnTheWay() {
    return most.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listening.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        carry(near, far, true);
        carry(far, near, false);
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void carry(Socket from, Socket to, boolean counted) {
    BlockingQueue<Piece> way = new LinkedBlockingQueue<>();
    Thread.ofVirtual().start(() -> take(from, way, counted));
    Thread.ofVirtual().start(() -> give(to, way, counted));
  }

  private void take(Socket from, BlockingQueue<Piece> way, boolean counted) {
    byte[] buffer = new byte[256 * 1024];
    try (InputStream in = from.getInputStream()) {
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        if (counted) {
          most.accumulateAndGet(onTheWay.addAndGet(count), Math::max);
        }
        way.add(new Piece(java.util.Arrays.copyOf(buffer, count), System.nanoTime() + delay));
      }
    } catch (IOException e) {
      // one of the two is gone
    }
    way.add(new Piece(new byte[0], System.nanoTime() + delay));
  }

  private void give(Socket to, BlockingQueue<Piece> way, boolean counted) {
    try (OutputStream out = to.getOutputStream()) {
      for (Piece piece = way.take(); !piece.isLast(); piece = way.take()) {
        TimeUnit.NANOSECONDS.sleep(piece.due() - System.nanoTime()); // the length of the way
        out.write(piece.bytes());
        if (counted) {
          onTheWay.addAndGet(-piece.bytes().length);
        }
      }
    } catch (IOException e) {
      // one of the two is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
