package dev.stet.auditor.reading;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks over HTTP and waits for whole answers, with their bodies, but not for ever. (The timeout of
 * a {@link HttpRequest} ends when the headers are here.) Safe for use by many threads.
 */
public final class WholeAnswers {
  private final HttpClient client;
  private final Duration patience;

  /**
   * Asks nothing yet.
   *
   * @param patience how long one may take, from the connection to the last byte
   */
  public WholeAnswers(HttpClient client, Duration patience) {
    this.client = client;
    this.patience = patience;
  }

  /** A body was longer than {@link #atMost} allows. */
  public static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    private TooLongException(int most) {
      super("the answer has more than " + most + " bytes");
    }
  }

  /**
   * Asks, and waits for the answer.
   *
   * @throws TooLongException if the body is too long
   * @throws IOException if the answer does not come, or not in time; or if the thread was
   *     interrupted, which it still is then
   */
  public <T> HttpResponse<T> ask(HttpRequest request, BodyHandler<T> handler) throws IOException {
    // Not sendAsync: that ends on the common pool, which whoever waits for this may hold.
    FutureTask<HttpResponse<T>> asked = new FutureTask<>(() -> client.send(request, handler));
    Thread.ofVirtual().start(asked);
    try {
      return asked.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer within " + patience.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopping", e);
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      asked.cancel(true); // an answer that is here already stays
    }
  }

  private static IOException failure(ExecutionException failed) {
    for (Throwable it = failed; it != null; it = it.getCause()) {
      if (it instanceof TooLongException tooLong) {
        return tooLong;
      }
    }
    return failed.getCause() instanceof IOException e
        ? e
        : new IOException(String.valueOf(failed.getCause()), failed);
  }

  /** Takes a body of so many bytes, and breaks off a longer one. */
  public static BodySubscriber<byte[]> atMost(int most) {
    return new Bounded(most);
  }

  private static final class Bounded implements BodySubscriber<byte[]> {
    private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
    private final int most;
    private long taken;
    private Flow.@Nullable Subscription subscription;

    Bounded(int most) {
      this.most = most;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return bytes.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
      subscription = begun;
      bytes.onSubscribe(begun);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      taken += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
      if (taken <= most) {
        bytes.onNext(buffers);
        return;
      }
      if (subscription != null) {
        subscription.cancel();
      }
      bytes.onError(new TooLongException(most));
    }

    @Override
    public void onError(Throwable failure) {
      bytes.onError(failure);
    }

    @Override
    public void onComplete() {
      bytes.onComplete();
    }
  }
}
