package dev.stet.registry.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.RegistryWiring;
import dev.stet.registry.WatchedStore;
import dev.stet.registry.WatchedStore.Watcher;
import dev.stet.registry.blobs.file.FileBlobStore;
import dev.stet.store.Database;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A push of a blob, step by step, against the removal of its bytes. */
class BlobRemovalTest {
  private static final RepositoryName SHOP = RepositoryName.parse("shop/api");
  private static final byte[] CONTENT = content();
  private static final Digest DIGEST = Digest.sha256(CONTENT);

  @TempDir private Path folder;
  private final ContentLocks locks = new ContentLocks();
  private Database database;
  private FileBlobStore files;
  private Blobs blobs;

  private static byte[] content() {
    byte[] content = new byte[100_000];
    new Random(1).nextBytes(content);
    return content;
  }

  @BeforeEach
  void open() throws IOException {
    database = Database.open(folder.resolve("stet.db"), RegistryWiring.MIGRATIONS);
    files = FileBlobStore.open(folder.resolve("content"), UUID::randomUUID);
    blobs = new Blobs(database, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private BlobRemoval removal(BlobStore store) {
    return new BlobRemoval(store, blobs, locks);
  }

  private StoredBlob push(BlobStore store) throws IOException {
    new Uploads(store, blobs, locks, new Damage(BlobObserver.NONE))
        .whole(SHOP, new ByteArrayInputStream(CONTENT), DIGEST);
    return stored();
  }

  /** What the rows say. */
  private StoredBlob stored() {
    return switch (blobs.find(SHOP, DIGEST).orElseThrow()) {
      case HeldBlob.Large(StoredBlob blob) -> blob;
      case HeldBlob.Small small -> throw new AssertionError(small.digest() + " is small");
    };
  }

  /** Forgets the blob, as a purge does. */
  private void removeRows() {
    int rows =
        database
            .<String, Integer>lane(
                "forget",
                (handle, batch) ->
                    batch.stream()
                        .map(
                            digest ->
                                handle.execute(
                                        "DELETE FROM repository_blob WHERE digest = ?", digest)
                                    + handle.execute("DELETE FROM blob WHERE digest = ?", digest))
                        .toList())
            .submit(DIGEST.toString());
    assertThat(rows).isEqualTo(2);
  }

  private void assertWhole() throws IOException {
    try (InputStream bytes = files.read(stored(), 0, CONTENT.length).orElseThrow()) {
      assertThat(bytes.readAllBytes()).isEqualTo(CONTENT);
    }
  }

  @Test
  void bytesThatARowNamesAreNotRemoved() throws IOException {
    StoredBlob blob = push(files);
    assertThat(removal(files).remove(blob)).isFalse();
    assertThat(removal(files).isStray(blob)).isFalse();
    assertWhole();
  }

  @Test
  void bytesThatNoRowNamesAreRemovedOnce() throws IOException {
    StoredBlob blob = push(files);
    removeRows();
    assertThat(removal(files).isStray(blob)).isTrue();
    assertThat(removal(files).remove(blob)).isTrue();
    assertThat(files.locate(blob)).isEmpty();
    assertThat(removal(files).remove(blob)).isFalse();
  }

  /** The row is being written that names the bytes which are there already. */
  @Test
  void aRemovalWaitsForAPushThatHasPutItsBytes() throws Exception {
    StoredBlob old = push(files);
    removeRows();
    CountDownLatch put = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    BlobStore paused =
        WatchedStore.of(
            files,
            new Watcher() {
              @Override
              public void after(String step) {
                if (step.equals("commit")) {
                  put.countDown();
                  await(go);
                }
              }
            });
    FutureTask<StoredBlob> push = begin(() -> push(paused));
    await(put);
    FutureTask<Boolean> remove = new FutureTask<>(() -> removal(files).remove(old));
    Thread remover = Thread.ofPlatform().start(remove);
    awaitWaiting(remover);
    assertThat(remove.isDone()).isFalse();
    go.countDown();
    assertThat(push.get()).isEqualTo(old);
    assertThat(remove.get()).as("the bytes have a row now").isFalse();
    assertWhole();
  }

  /** Nobody names the bytes any more, and they are just being removed. */
  @Test
  void aPushWaitsForARemovalThatHasLookedForTheRow() throws Exception {
    StoredBlob old = push(files);
    removeRows();
    CountDownLatch looked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    BlobStore paused =
        WatchedStore.of(
            files,
            new Watcher() {
              @Override
              public void before(String step) {
                looked.countDown();
                await(go);
              }
            });
    FutureTask<Boolean> remove = begin(() -> removal(paused).remove(old));
    await(looked);
    FutureTask<StoredBlob> push = new FutureTask<>(() -> push(files));
    Thread pusher = Thread.ofPlatform().start(push);
    awaitWaiting(pusher);
    assertThat(push.isDone()).isFalse();
    go.countDown();
    assertThat(remove.get()).isTrue();
    assertThat(push.get()).isEqualTo(old);
    assertWhole();
  }

  @Test
  void pushesDoNotWaitForEachOther() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    BlobStore meeting =
        WatchedStore.of(
            files,
            new Watcher() {
              @Override
              public void before(String step) {
                if (step.equals("commit")) {
                  both.countDown();
                  await(both);
                }
              }
            });
    FutureTask<StoredBlob> first = begin(() -> push(meeting));
    FutureTask<StoredBlob> second = begin(() -> push(meeting));
    assertThat(first.get()).isEqualTo(second.get());
    assertWhole();
  }

  @Test
  void straysAreThoseThatNoRowNamesAndThatAreOlder() throws IOException {
    StoredBlob blob = push(files);
    List<StoredBlob> strays = new ArrayList<>();
    removal(files).strays(Instant.MAX, strays::add);
    assertThat(strays).as("a row names it").isEmpty();
    removeRows();
    removal(files).strays(Instant.EPOCH, strays::add);
    assertThat(strays).as("it is younger").isEmpty();
    removal(files).strays(Instant.MAX, strays::add);
    assertThat(strays).containsExactly(blob);
  }

  private static <T> FutureTask<T> begin(Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    Thread.ofPlatform().start(future);
    return future;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The first thing that the thread waits for is the lock. */
  private static void awaitWaiting(Thread thread) {
    while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
      LockSupport.parkNanos(100_000);
    }
    assertThat(thread.isAlive()).isTrue();
  }
}
