package dev.stet.registry.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.registry.blobs.BlobStore.Appended;
import dev.stet.registry.blobs.BlobStore.Committed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every blob store has to keep. A driver's test extends it.
 *
 * <p>Each test ends the uploads that it began, so that what a driver leaves behind shows.
 */
public abstract class BlobStoreContract {
  private static final UploadId NOBODYS = new UploadId("00000000-0000-4000-8000-000000000000");

  /** Opens the store of this test; each time another instance over the same content. */
  protected abstract BlobStore open() throws IOException;

  /** Takes the last byte from a stored blob, as a damaged disk would. */
  protected abstract void truncate(StoredBlob blob) throws IOException;

  /** What the store keeps that is neither a whole blob nor an upload that goes on. */
  protected abstract List<String> leftovers() throws IOException;

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    assertThat(leftovers()).isEmpty();
  }

  protected static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  protected static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  /** A client that breaks off after these bytes. */
  protected static InputStream broken(byte[] bytes) {
    return new SequenceInputStream(
        stream(bytes),
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the client went away");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }
        });
  }

  protected static StoredBlob store(BlobStore store, byte[] bytes) throws IOException {
    UploadId upload = store.begin();
    assertThat(store.append(upload, 0, stream(bytes))).isEqualTo(new Appended.Added(bytes.length));
    return stored(store.commit(upload, Digest.sha256(bytes)));
  }

  protected static StoredBlob stored(Committed committed) {
    if (committed instanceof Committed.Stored(StoredBlob blob)) {
      return blob;
    }
    throw new AssertionError("not stored: " + committed);
  }

  protected static byte[] read(BlobStore store, StoredBlob blob) throws IOException {
    return read(store, blob, 0, blob.size());
  }

  private static byte[] read(BlobStore store, StoredBlob blob, long offset, long length)
      throws IOException {
    try (InputStream stream = store.read(blob, offset, length).orElseThrow()) {
      return stream.readAllBytes();
    }
  }

  private static void assertUnknown(BlobStore store, UploadId upload) throws IOException {
    assertThat(store.size(upload)).isEmpty();
    assertThat(store.append(upload, 0, stream(random(1)))).isEqualTo(new Appended.Unknown());
    assertThat(store.commit(upload, Digest.sha256(random(1)))).isEqualTo(new Committed.Unknown());
    assertThat(store.abort(upload)).isFalse();
  }

  @Test
  void anUploadThatNobodyBeganIsUnknown() throws IOException {
    assertUnknown(open(), NOBODYS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4096, 262_144, 262_145, 1_000_000})
  void keepsBytesAsTheyCame(int length) throws IOException {
    byte[] bytes = random(length);
    BlobStore store = open();
    StoredBlob blob = store(store, bytes);
    assertThat(blob.digest()).isEqualTo(Digest.sha256(bytes));
    assertThat(blob.size()).isEqualTo(length);
    assertThat(read(store, blob)).isEqualTo(bytes);
    assertThat(read(open(), blob)).as("after a restart").isEqualTo(bytes);
    assertThat(store.locate(blob)).isPresent();
  }

  @Test
  void takesBytesInOrderOnly() throws IOException {
    byte[] bytes = random(100);
    BlobStore store = open();
    UploadId upload = store.begin();
    assertThat(store.size(upload)).isEqualTo(OptionalLong.of(0));
    assertThat(store.append(upload, 0, stream(Arrays.copyOf(bytes, 40))))
        .isEqualTo(new Appended.Added(40));
    for (long wrong : new long[] {0, 39, 41, 100, Long.MAX_VALUE, -1}) {
      assertThat(store.append(upload, wrong, broken(new byte[0])))
          .as("nothing is read")
          .isEqualTo(new Appended.OutOfOrder(40));
    }
    assertThat(store.size(upload)).isEqualTo(OptionalLong.of(40));
    assertThat(store.append(upload, 40, stream(new byte[0]))).isEqualTo(new Appended.Added(40));
    assertThat(store.append(upload, 40, stream(Arrays.copyOfRange(bytes, 40, 100))))
        .isEqualTo(new Appended.Added(100));
    StoredBlob blob = stored(store.commit(upload, Digest.sha256(bytes)));
    assertThat(read(store, blob)).isEqualTo(bytes);
    assertUnknown(store, upload);
  }

  @ParameterizedTest
  @EnumSource
  void goesOnThroughAnotherInstance(Algorithm algorithm) throws IOException {
    byte[] bytes = random(300_000);
    BlobStore first = open();
    UploadId upload = first.begin();
    assertThat(first.append(upload, 0, stream(Arrays.copyOf(bytes, 100_000))))
        .isEqualTo(new Appended.Added(100_000));

    BlobStore second = open();
    assertThat(second.size(upload)).isEqualTo(OptionalLong.of(100_000));
    assertThat(second.append(upload, 100_000, stream(Arrays.copyOfRange(bytes, 100_000, 200_000))))
        .isEqualTo(new Appended.Added(200_000));

    BlobStore third = open();
    assertThat(third.append(upload, 200_000, stream(Arrays.copyOfRange(bytes, 200_000, 300_000))))
        .isEqualTo(new Appended.Added(300_000));
    StoredBlob blob = stored(third.commit(upload, Digest.of(algorithm, bytes)));
    assertThat(read(open(), blob)).isEqualTo(bytes);
  }

  @Test
  void whatCameBeforeTheClientBrokeOffStays() throws IOException {
    byte[] bytes = random(600_000);
    BlobStore store = open();
    UploadId upload = store.begin();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> store.append(upload, 0, broken(Arrays.copyOf(bytes, 500_000))))
        .withMessage("the client went away");
    long size = store.size(upload).orElseThrow();
    assertThat(size).isEqualTo(500_000);
    assertThat(store.append(upload, size, stream(Arrays.copyOfRange(bytes, (int) size, 600_000))))
        .isEqualTo(new Appended.Added(600_000));
    assertThat(read(store, stored(store.commit(upload, Digest.sha256(bytes))))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @EnumSource
  void wrongBytesAreNoBlob(Algorithm algorithm) throws IOException {
    byte[] bytes = random(1000);
    BlobStore store = open();
    UploadId upload = store.begin();
    assertThat(store.append(upload, 0, stream(bytes))).isEqualTo(new Appended.Added(1000));
    assertThat(store.commit(upload, Digest.of(algorithm, random(999))))
        .isEqualTo(new Committed.Mismatch(Digest.of(algorithm, bytes)));
    assertUnknown(store, upload);
  }

  @Test
  void aSha512IsADigestToo() throws IOException {
    byte[] bytes = random(1000);
    BlobStore store = open();
    UploadId upload = store.begin();
    assertThat(store.append(upload, 0, stream(bytes))).isEqualTo(new Appended.Added(1000));
    Digest digest = Digest.of(Algorithm.SHA512, bytes);
    StoredBlob blob = stored(store.commit(upload, digest));
    assertThat(blob.digest()).isEqualTo(digest);
    assertThat(read(store, blob)).isEqualTo(bytes);
  }

  @Test
  void anAbortedUploadIsGone() throws IOException {
    BlobStore store = open();
    UploadId upload = store.begin();
    assertThat(store.append(upload, 0, stream(random(10)))).isEqualTo(new Appended.Added(10));
    assertThat(store.abort(upload)).isTrue();
    assertUnknown(store, upload);
    assertUnknown(open(), upload);

    UploadId other = store.begin();
    assertThat(open().abort(other)).as("through another instance").isTrue();
    assertUnknown(open(), other);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100})
  void aSmallUploadIsTakenAndGone(int length) throws IOException {
    BlobStore store = open();
    UploadId upload = store.begin();
    assertThat(store.append(upload, 0, stream(random(length))))
        .isEqualTo(new Appended.Added(length));
    assertThat(store.take(upload, 100)).hasValue(random(length));
    assertUnknown(store, upload);
    assertThat(store.take(upload, 100)).isEmpty();
    assertUnknown(open(), upload);
  }

  @Test
  void anUploadIsTakenThroughAnotherInstance() throws IOException {
    UploadId upload = open().begin();
    assertThat(open().append(upload, 0, stream(random(10)))).isEqualTo(new Appended.Added(10));
    assertThat(open().take(upload, 10)).hasValue(random(10));
    assertUnknown(open(), upload);
  }

  @Test
  void aLargerUploadIsNotTakenAndGoesOn() throws IOException {
    BlobStore store = open();
    UploadId upload = store.begin();
    assertThat(store.append(upload, 0, stream(random(101)))).isEqualTo(new Appended.Added(101));
    assertThat(store.take(upload, 100)).isEmpty();
    assertThat(read(store, stored(store.commit(upload, Digest.sha256(random(101))))))
        .isEqualTo(random(101));
  }

  @Test
  void readsEveryRange() throws IOException {
    byte[] bytes = random(64);
    BlobStore store = open();
    StoredBlob blob = store(store, bytes);
    for (int from = 0; from <= bytes.length; from++) {
      for (int to = from; to <= bytes.length; to++) {
        assertThat(read(store, blob, from, to - from))
            .isEqualTo(Arrays.copyOfRange(bytes, from, to));
      }
    }
  }

  @Test
  void aRangeEndsWhereItEndsHoweverItIsRead() throws IOException {
    BlobStore store = open();
    StoredBlob blob = store(store, random(1000));
    try (InputStream range = store.read(blob, 100, 50).orElseThrow()) {
      assertThat(range.available()).isLessThanOrEqualTo(50);
      assertThat(range.skip(30)).isEqualTo(30);
      assertThat(range.read()).isEqualTo(random(1000)[130] & 0xff);
      assertThat(range.skip(1000)).isEqualTo(19);
      assertThat(range.read()).isEqualTo(-1);
      assertThat(range.read(new byte[10])).isEqualTo(-1);
    }
  }

  @Test
  void whatItDoesNotHoldIsEmpty() throws IOException {
    BlobStore store = open();
    StoredBlob blob = store(store, random(10));
    StoredBlob other =
        new StoredBlob(Digest.sha256(random(11)), 11, blob.storageKey().replaceAll("..$", "xx"));
    assertThat(store.read(other, 0, 11)).isEmpty();
    assertThat(store.locate(other)).isEmpty();
  }

  @Test
  void aTruncatedBlobIsNotHeldUntilItIsPushedAgain() throws IOException {
    byte[] bytes = random(10);
    BlobStore store = open();
    StoredBlob blob = store(store, bytes);
    truncate(blob);
    assertThat(store.read(blob, 0, 5)).isEmpty();
    assertThat(store.locate(blob)).isEmpty();
    assertThat(read(store, store(store, bytes))).isEqualTo(bytes);
  }

  @Test
  void theSameBlobMayComeFromManyAtOnce() throws Exception {
    byte[] bytes = random(400_000);
    BlobStore store = open();
    List<StoredBlob> blobs = together(16, () -> store(store, bytes));
    assertThat(blobs).hasSize(16);
    for (StoredBlob blob : blobs) {
      assertThat(blob.digest()).isEqualTo(Digest.sha256(bytes));
      assertThat(read(store, blob)).isEqualTo(bytes);
    }
  }

  @Test
  void ofManyThatAppendAtOneOffsetOneDoes() throws Exception {
    byte[] bytes = random(100_000);
    BlobStore store = open();
    UploadId upload = store.begin();
    List<Appended> answers = together(16, () -> store.append(upload, 0, stream(bytes)));
    assertThat(answers).containsOnlyOnce(new Appended.Added(100_000));
    assertThat(answers).filteredOn(new Appended.OutOfOrder(100_000)::equals).hasSize(15);
    assertThat(read(store, stored(store.commit(upload, Digest.sha256(bytes))))).isEqualTo(bytes);
  }

  @Test
  void ofManyThatEndAnUploadOneDoes() throws Exception {
    byte[] bytes = random(1000);
    BlobStore store = open();
    for (int round = 0; round < 20; round++) {
      UploadId upload = store.begin();
      assertThat(store.append(upload, 0, stream(bytes))).isEqualTo(new Appended.Added(1000));
      List<Boolean> ended =
          together(
              8,
              () ->
                  store.commit(upload, Digest.sha256(bytes)) instanceof Committed.Stored
                      || store.abort(upload));
      assertThat(ended).containsOnlyOnce(true);
      assertUnknown(store, upload);
    }
  }

  private static <T> List<T> together(int count, Callable<T> task) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return task.call();
                }));
      }
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }
}
