package dev.stet.cli.copy;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The threads of a copy, so many for each kind of work: a repository waits for its images, an image
 * for its blobs, and never the other way round.
 */
final class Workers implements AutoCloseable {
  private final ExecutorService repositories;
  private final ExecutorService images;
  private final ExecutorService blobs;

  /** So many of each kind. */
  Workers(int jobs) {
    this.repositories = Executors.newFixedThreadPool(jobs, Thread.ofVirtual().factory());
    this.images = Executors.newFixedThreadPool(jobs, Thread.ofVirtual().factory());
    this.blobs = Executors.newFixedThreadPool(jobs, Thread.ofVirtual().factory());
  }

  /** Does something for each repository; the results are in the order of the repositories. */
  <A, B> List<B> eachRepository(List<A> all, Function<A, B> work) {
    return each(repositories, all, work);
  }

  /** Does something for each image; the results are in the order of the images. */
  <A, B> List<B> eachImage(List<A> all, Function<A, B> work) {
    return each(images, all, work);
  }

  /** Does something for each blob. */
  <A> void eachBlob(List<A> all, Consumer<A> work) {
    List<A> _ =
        each(
            blobs,
            all,
            one -> {
              work.accept(one);
              return one;
            });
  }

  private static <A, B> List<B> each(ExecutorService on, List<A> all, Function<A, B> work) {
    List<Future<B>> running =
        all.stream().map(one -> on.submit((Callable<B>) () -> work.apply(one))).toList();
    return running.stream().map(Workers::result).toList();
  }

  /** Waits for work of another thread, and throws what that threw. */
  static <T> T result(Future<T> work) {
    try {
      return work.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.of(ExitCode.INTERRUPTED, "interrupted");
    }
  }

  /** Ends what is still running, and waits until it has: nobody writes to the target afterwards. */
  @Override
  public void close() {
    for (ExecutorService each : List.of(repositories, images, blobs)) {
      each.shutdownNow();
    }
    for (ExecutorService each : List.of(repositories, images, blobs)) {
      each.close();
    }
  }
}
