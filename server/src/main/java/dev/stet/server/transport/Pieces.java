package dev.stet.server.transport;

import dev.stet.http.Body;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;

/**
 * Sends the body of an answer in pieces, as fast as the client takes them, on a virtual thread of
 * its own: one piece is under way while the next is read. So a client that takes nothing costs
 * little memory.
 */
final class Pieces {
  /** What is sent whole: no more than a piece. */
  static final int LARGEST = 64 * 1024;

  private final Connection connection;
  private final HttpServerResponse response;
  private final Body body;
  private Future<Void> underWay = Future.succeededFuture();

  private Pieces(Connection connection, HttpServerResponse response, Body body) {
    this.connection = connection;
    this.response = response;
    this.body = body;
  }

  /**
   * Sends a body, of which {@code Content-Length} is set.
   *
   * @return done, on the event loop, when all of it is with the kernel or nothing more can be sent
   */
  static Future<Void> send(Connection connection, HttpServerResponse response, Body body) {
    Promise<Void> sent = Promise.promise();
    Pieces pieces = new Pieces(connection, response, body);
    Thread.ofVirtual().name("answer").start(() -> pieces.send(sent));
    return sent.future();
  }

  /** The bytes as Vert.x wants them; not copied. */
  static Buffer buffer(byte[] bytes) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
  }

  private void send(Promise<Void> sent) {
    try (InputStream source = source()) {
      for (long left = body.length(); left > 0; left -= LARGEST) {
        int length = (int) Math.min(left, LARGEST);
        byte[] piece = source.readNBytes(length);
        if (piece.length < length) {
          throw new EOFException("the body is shorter than was promised");
        }
        await(underWay);
        underWay = response.write(buffer(piece));
      }
      await(underWay);
      await(response.end());
      connection.execute(sent::complete);
    } catch (IOException | RuntimeException e) { // the latter where it was closed meanwhile
      connection.execute(() -> sent.fail(e));
    }
  }

  private InputStream source() throws IOException {
    return switch (body) {
      case Body.Empty() -> InputStream.nullInputStream();
      case Body.Bytes(byte[] content) -> new ByteArrayInputStream(content);
      case Body.FilePart part -> {
        FileChannel file = FileChannel.open(part.path(), StandardOpenOption.READ);
        file.position(part.offset());
        yield Channels.newInputStream(file);
      }
    };
  }

  private static void await(Future<Void> write) throws IOException {
    try {
      write.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new IOException("the client did not take the answer", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
