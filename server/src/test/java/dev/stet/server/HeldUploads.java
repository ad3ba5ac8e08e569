package dev.stet.server;

import dev.stet.registry.blobs.BlobStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** A blob store of which the uploads can be held before they read a byte, as by a slow disk. */
final class HeldUploads {
  private final Semaphore came = new Semaphore(0);
  private volatile CountDownLatch gate = new CountDownLatch(0);

  BlobStore over(BlobStore store) {
    return (BlobStore)
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("append")) {
                came.release();
                gate.await();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  /** Holds the uploads that come from now on. */
  void hold() {
    came.drainPermits();
    gate = new CountDownLatch(1);
  }

  /** Waits until an upload is held. */
  void await() throws InterruptedException {
    came.acquire();
  }

  /** Lets all go on. */
  void release() {
    gate.countDown();
  }
}
