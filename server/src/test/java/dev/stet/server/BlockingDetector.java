package dev.stet.server;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Finds out whether some code blocks. It runs on a thread of its own, where the JVM's flight
 * recorder notes each wait, sleep, contended lock, read and write of a file or socket, however
 * short; where a watched object must not be used; and from which it has to come back.
 */
final class BlockingDetector {
  private static final String THREAD = "must-not-block";
  private static final String EVENT_LOOP = "vert.x-eventloop";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final List<String> EVENTS =
      List.of(
          "jdk.ThreadPark",
          "jdk.ThreadSleep",
          "jdk.JavaMonitorWait",
          "jdk.JavaMonitorEnter",
          "jdk.FileRead",
          "jdk.FileWrite",
          "jdk.FileForce",
          "jdk.SocketRead",
          "jdk.SocketWrite");

  private final Queue<String> uses = new ConcurrentLinkedQueue<>();

  /** The object, whose every use on an event loop or a watched thread is noted. */
  <T> T watch(Class<T> type, T watched) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              String thread = Thread.currentThread().getName();
              if (thread.equals(THREAD) || thread.startsWith(EVENT_LOOP)) {
                uses.add(type.getSimpleName() + "." + method.getName() + " on " + thread);
              }
              try {
                return method.invoke(watched, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            }));
  }

  /** Runs the code and tells on what it blocked. */
  List<String> watch(Runnable code) throws IOException, InterruptedException {
    uses.clear();
    if (!runs(code)) { // once beforehand, so that no class is loaded from its jar later
      return List.of("it did not come back");
    }
    Path file = Files.createTempFile("blocking", ".jfr");
    try (Recording recording = new Recording()) {
      EVENTS.forEach(
          event -> recording.enable(event).withThreshold(Duration.ZERO).withStackTrace());
      recording.start();
      boolean back = runs(code);
      recording.stop();
      recording.dump(file);
      List<String> found = new ArrayList<>(uses);
      if (!back) {
        found.add("it did not come back");
      }
      RecordingFile.readAllEvents(file).stream()
          .filter(
              event -> event.getThread() != null && THREAD.equals(event.getThread().getJavaName()))
          .filter(event -> event.getStackTrace() != null) // else the JVM ends the thread
          .map(RecordedEvent::toString)
          .forEach(found::add);
      return found;
    } finally {
      Files.delete(file);
    }
  }

  private static boolean runs(Runnable code) throws InterruptedException {
    CountDownLatch back = new CountDownLatch(1); // to join the thread would contend for its lock
    Thread.ofPlatform().daemon().name(THREAD).start(() -> runAndTell(code, back));
    return back.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void runAndTell(Runnable code, CountDownLatch back) {
    try {
      code.run();
    } finally {
      back.countDown();
    }
  }
}
