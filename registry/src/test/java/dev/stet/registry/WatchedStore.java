package dev.stet.registry;

import dev.stet.registry.blobs.BlobStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A blob store that tells before and after each step; whoever is told may make it fail. */
public final class WatchedStore {
  /** Is told of the steps of a store. */
  public interface Watcher {
    /** A step is about to be taken; if this fails, it is not. */
    default void before(String step) throws IOException {}

    /** A step was taken; if this fails, the caller believes that it was not. */
    default void after(String step) throws IOException {}
  }

  private WatchedStore() {}

  public static BlobStore of(BlobStore store, Watcher watcher) {
    return (BlobStore)
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (_, method, arguments) -> {
              watcher.before(method.getName());
              Object result;
              try {
                result = method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              watcher.after(method.getName());
              return result;
            });
  }

  /** A watcher that fails one step, again and again, before or after it is taken. */
  public static Watcher failing(String failing, boolean persisted) {
    return new Watcher() {
      @Override
      public void before(String step) throws IOException {
        if (step.equals(failing) && !persisted) {
          throw new IOException("fault before " + step);
        }
      }

      @Override
      public void after(String step) throws IOException {
        if (step.equals(failing) && persisted) {
          throw new IOException("fault after " + step);
        }
      }
    };
  }
}
