package dev.stet.registry.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.blobs.BlobStore.Appended;
import dev.stet.registry.blobs.BlobStore.Committed;
import dev.stet.registry.blobs.BlobStore.Unfinished;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every blob store has to keep. A driver's test extends it.
 *
 * <p>Each test ends the uploads that it began, so that what a driver leaves behind shows.
 */
public abstract class BlobStoreContract {
  protected static final RepositoryName REPOSITORY = new RepositoryName("shop/api");

  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private static final UploadId NOBODYS =
      new UploadId(REPOSITORY, "00000000-0000-4000-8000-000000000000");

  /** Opens the store of this test; each time another instance over the same content. */
  protected abstract BlobStore open() throws IOException;

  /** Takes the last byte from a stored blob, as a damaged disk would. */
  protected abstract void truncate(StoredBlob blob) throws IOException;

  /** Changes a bit of a stored blob, as a damaged disk would. */
  protected abstract void flip(StoredBlob blob) throws IOException;

  /** Makes an upload look as if its last byte had come then. */
  protected abstract void lastByteAt(UploadId upload, Instant then) throws IOException;

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

  protected static UploadId begin(BlobStore store) throws IOException {
    return store.begin(REPOSITORY, Algorithm.SHA256);
  }

  /** Appends a stream, however long it is. */
  protected static Appended append(BlobStore store, UploadId upload, long offset, InputStream bytes)
      throws IOException {
    return store.append(upload, offset, OptionalLong.empty(), bytes);
  }

  protected static StoredBlob store(BlobStore store, byte[] bytes) throws IOException {
    UploadId upload = begin(store);
    assertThat(append(store, upload, 0, stream(bytes))).isEqualTo(new Appended.Added(bytes.length));
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
    assertThat(append(store, upload, 0, stream(random(1)))).isEqualTo(new Appended.Unknown());
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
    UploadId upload = begin(store);
    assertThat(store.size(upload)).isEqualTo(OptionalLong.of(0));
    assertThat(append(store, upload, 0, stream(Arrays.copyOf(bytes, 40))))
        .isEqualTo(new Appended.Added(40));
    for (long wrong : new long[] {0, 39, 41, 100, Long.MAX_VALUE, -1}) {
      assertThat(append(store, upload, wrong, broken(new byte[0])))
          .as("nothing is read")
          .isEqualTo(new Appended.OutOfOrder(40));
    }
    assertThat(store.size(upload)).isEqualTo(OptionalLong.of(40));
    assertThat(append(store, upload, 40, stream(new byte[0]))).isEqualTo(new Appended.Added(40));
    assertThat(append(store, upload, 40, stream(Arrays.copyOfRange(bytes, 40, 100))))
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
    UploadId upload = begin(first);
    assertThat(append(first, upload, 0, stream(Arrays.copyOf(bytes, 100_000))))
        .isEqualTo(new Appended.Added(100_000));

    BlobStore second = open();
    assertThat(second.size(upload)).isEqualTo(OptionalLong.of(100_000));
    assertThat(append(second, upload, 100_000, stream(Arrays.copyOfRange(bytes, 100_000, 200_000))))
        .isEqualTo(new Appended.Added(200_000));

    BlobStore third = open();
    assertThat(append(third, upload, 200_000, stream(Arrays.copyOfRange(bytes, 200_000, 300_000))))
        .isEqualTo(new Appended.Added(300_000));
    StoredBlob blob = stored(third.commit(upload, Digest.of(algorithm, bytes)));
    assertThat(read(open(), blob)).isEqualTo(bytes);
  }

  @Test
  void anUploadBelongsToItsRepository() throws IOException {
    BlobStore store = open();
    UploadId upload = begin(store);
    assertThat(append(store, upload, 0, stream(random(10)))).isEqualTo(new Appended.Added(10));
    UploadId elsewhere = new UploadId(new RepositoryName("shop/web"), upload.uuid());
    assertUnknown(store, elsewhere);
    assertUnknown(open(), elsewhere);
    assertThat(store.take(elsewhere, 100)).isEmpty();
    assertThat(store.size(upload)).hasValue(10);
    assertThat(open().abort(upload)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, 9", "0, 11", "0, 0", "5, 9", "5, 11", "300000, 299999", "300000, 1000000"})
  void aChunkOfAnotherLengthChangesNothing(int before, int came) throws IOException {
    byte[] bytes = random(before + 10);
    byte[] chunk = Arrays.copyOfRange(bytes, before, bytes.length);
    for (Algorithm algorithm : Algorithm.values()) {
      BlobStore store = open();
      UploadId upload = store.begin(REPOSITORY, algorithm);
      assertThat(append(store, upload, 0, stream(Arrays.copyOf(bytes, before))))
          .isEqualTo(new Appended.Added(before));

      assertThat(store.append(upload, before, OptionalLong.of(10), stream(random(came))))
          .isEqualTo(new Appended.WrongLength());

      assertThat(store.size(upload)).hasValue(before);
      assertThat(open().size(upload)).as("after a restart").hasValue(before);
      assertThat(store.append(upload, before, OptionalLong.of(10), stream(chunk)))
          .isEqualTo(new Appended.Added(bytes.length));
      assertThat(read(store, stored(store.commit(upload, Digest.of(algorithm, bytes)))))
          .isEqualTo(bytes);
    }
  }

  @Test
  void ofAChunkThatBreaksOffStaysWhatCame() throws IOException {
    BlobStore store = open();
    UploadId upload = begin(store);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> store.append(upload, 0, OptionalLong.of(10), broken(random(4))));
    assertThat(store.size(upload)).hasValue(4);
    assertThat(store.abort(upload)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void theAlgorithmThatWasToldAtTheBeginningBindsNobody(Algorithm announced) throws IOException {
    byte[] bytes = random(50_000);
    BlobStore store = open();
    for (Algorithm algorithm : Algorithm.values()) {
      UploadId upload = store.begin(REPOSITORY, announced);
      assertThat(append(store, upload, 0, stream(bytes))).isEqualTo(new Appended.Added(50_000));
      assertThat(read(store, stored(store.commit(upload, Digest.of(algorithm, bytes)))))
          .isEqualTo(bytes);
    }
  }

  @Test
  void theSizeIsToldWhileBytesComeIn() throws Exception {
    BlobStore store = open();
    UploadId upload = begin(store);
    PipedInputStream body = new PipedInputStream(1 << 20);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Appended> appended;
      try (PipedOutputStream client = new PipedOutputStream(body)) {
        appended = threads.submit(() -> append(store, upload, 0, body));
        client.write(random(100_000));
        client.flush();
        while (store.size(upload).orElseThrow() < 100_000) {
          assertThat(appended.isDone()).isFalse();
          Thread.onSpinWait();
        }
      }
      assertThat(appended.get()).isEqualTo(new Appended.Added(100_000));
    }
    assertThat(store.abort(upload)).isTrue();
  }

  @Test
  void anUploadExpiresWithItsBytes() throws IOException {
    BlobStore store = open();
    UploadId old = begin(store);
    UploadId ofAnEarlierProcess = begin(open());
    UploadId young = begin(store);
    for (UploadId upload : List.of(old, ofAnEarlierProcess)) {
      assertThat(append(open(), upload, 0, stream(random(10)))).isEqualTo(new Appended.Added(10));
      lastByteAt(upload, NOON.minusSeconds(1));
    }
    lastByteAt(young, NOON);

    assertThat(store.expire(NOON)).isEqualTo(2);

    for (UploadId upload : List.of(old, ofAnEarlierProcess)) {
      assertUnknown(store, upload);
      assertUnknown(open(), upload);
    }
    assertThat(store.size(young)).hasValue(0);
    assertThat(store.expire(NOON)).isZero();
    assertThat(store.abort(young)).isTrue();
  }

  @Test
  void anUploadDoesNotExpireUnderSomebodysHands() throws IOException {
    BlobStore store = open();
    UploadId upload = begin(store);
    AtomicInteger expired = new AtomicInteger(-1);
    InputStream body =
        new InputStream() {
          @Override
          public int read() throws IOException {
            lastByteAt(upload, NOON.minusSeconds(1));
            CompletableFuture.runAsync(() -> expired.set(expire(store))).join();
            return -1;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }
        };
    assertThat(append(store, upload, 0, body)).isEqualTo(new Appended.Added(0));
    assertThat(expired).hasValue(0);
    assertThat(store.expire(NOON)).isEqualTo(1);
    assertUnknown(store, upload);
  }

  private static int expire(BlobStore store) {
    try {
      return store.expire(NOON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsUnfinishedIsCounted() throws IOException {
    BlobStore store = open();
    assertThat(store.unfinished()).isEqualTo(new Unfinished(0, 0));
    UploadId first = begin(store);
    UploadId second = begin(store);
    assertThat(append(store, first, 0, stream(random(10)))).isEqualTo(new Appended.Added(10));
    assertThat(append(store, second, 0, stream(random(5)))).isEqualTo(new Appended.Added(5));
    assertThat(store.unfinished()).isEqualTo(new Unfinished(2, 15));
    assertThat(open().unfinished()).isEqualTo(new Unfinished(2, 15));
    assertThat(store.abort(first)).isTrue();
    assertThat(store.commit(second, Digest.sha256(random(5)))).isInstanceOf(Committed.Stored.class);
    assertThat(store.unfinished()).isEqualTo(new Unfinished(0, 0));
  }

  @Test
  void whatCameBeforeTheClientBrokeOffStays() throws IOException {
    byte[] bytes = random(600_000);
    BlobStore store = open();
    UploadId upload = begin(store);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> append(store, upload, 0, broken(Arrays.copyOf(bytes, 500_000))))
        .withMessage("the client went away");
    long size = store.size(upload).orElseThrow();
    assertThat(size).isEqualTo(500_000);
    assertThat(append(store, upload, size, stream(Arrays.copyOfRange(bytes, (int) size, 600_000))))
        .isEqualTo(new Appended.Added(600_000));
    assertThat(read(store, stored(store.commit(upload, Digest.sha256(bytes))))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @EnumSource
  void wrongBytesAreNoBlob(Algorithm algorithm) throws IOException {
    byte[] bytes = random(1000);
    BlobStore store = open();
    UploadId upload = begin(store);
    assertThat(append(store, upload, 0, stream(bytes))).isEqualTo(new Appended.Added(1000));
    assertThat(store.commit(upload, Digest.of(algorithm, random(999))))
        .isEqualTo(new Committed.Mismatch(Digest.of(algorithm, bytes)));
    assertUnknown(store, upload);
  }

  @Test
  void aSha512IsADigestToo() throws IOException {
    byte[] bytes = random(1000);
    BlobStore store = open();
    UploadId upload = begin(store);
    assertThat(append(store, upload, 0, stream(bytes))).isEqualTo(new Appended.Added(1000));
    Digest digest = Digest.of(Algorithm.SHA512, bytes);
    StoredBlob blob = stored(store.commit(upload, digest));
    assertThat(blob.digest()).isEqualTo(digest);
    assertThat(read(store, blob)).isEqualTo(bytes);
  }

  @Test
  void anAbortedUploadIsGone() throws IOException {
    BlobStore store = open();
    UploadId upload = begin(store);
    assertThat(append(store, upload, 0, stream(random(10)))).isEqualTo(new Appended.Added(10));
    assertThat(store.abort(upload)).isTrue();
    assertUnknown(store, upload);
    assertUnknown(open(), upload);

    UploadId other = begin(store);
    assertThat(open().abort(other)).as("through another instance").isTrue();
    assertUnknown(open(), other);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100})
  void aSmallUploadIsTakenAndGone(int length) throws IOException {
    BlobStore store = open();
    UploadId upload = begin(store);
    assertThat(append(store, upload, 0, stream(random(length))))
        .isEqualTo(new Appended.Added(length));
    assertThat(store.take(upload, 100)).hasValue(random(length));
    assertUnknown(store, upload);
    assertThat(store.take(upload, 100)).isEmpty();
    assertUnknown(open(), upload);
  }

  @Test
  void anUploadIsTakenThroughAnotherInstance() throws IOException {
    UploadId upload = begin(open());
    assertThat(append(open(), upload, 0, stream(random(10)))).isEqualTo(new Appended.Added(10));
    assertThat(open().take(upload, 10)).hasValue(random(10));
    assertUnknown(open(), upload);
  }

  @Test
  void aLargerUploadIsNotTakenAndGoesOn() throws IOException {
    BlobStore store = open();
    UploadId upload = begin(store);
    assertThat(append(store, upload, 0, stream(random(101)))).isEqualTo(new Appended.Added(101));
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
  void aWholeBlobIsNotPutAside() throws IOException {
    BlobStore store = open();
    StoredBlob blob = store(store, random(1000));
    assertThat(store.quarantine(blob)).isFalse();
    assertThat(store.quarantine(new StoredBlob(blob.digest(), 999, blob.storageKey())))
        .as("a wrong row is no reason")
        .isFalse();
    assertThat(read(store, blob)).isEqualTo(random(1000));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDamagedBlobIsPutAsideUntilItIsPushedAgain(boolean flipped) throws IOException {
    BlobStore store = open();
    StoredBlob blob = store(store, random(1000));
    if (flipped) {
      flip(blob);
    } else {
      truncate(blob);
    }
    for (int i = 0; i < 2; i++) {
      assertThat(store.quarantine(blob)).isTrue();
      assertThat(store.read(blob, 0, 1)).isEmpty();
      assertThat(store.locate(blob)).isEmpty();
    }
    assertThat(read(store, store(store, random(1000)))).isEqualTo(random(1000));
    assertThat(store.quarantine(blob)).isFalse();
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
    UploadId upload = begin(store);
    List<Appended> answers = together(16, () -> append(store, upload, 0, stream(bytes)));
    assertThat(answers).containsOnlyOnce(new Appended.Added(100_000));
    assertThat(answers).filteredOn(new Appended.OutOfOrder(100_000)::equals).hasSize(15);
    assertThat(read(store, stored(store.commit(upload, Digest.sha256(bytes))))).isEqualTo(bytes);
  }

  @Test
  void ofManyThatEndAnUploadOneDoes() throws Exception {
    byte[] bytes = random(1000);
    BlobStore store = open();
    for (int round = 0; round < 20; round++) {
      UploadId upload = begin(store);
      assertThat(append(store, upload, 0, stream(bytes))).isEqualTo(new Appended.Added(1000));
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

  @Test
  void aBlobThatIsDeletedIsGone() throws IOException {
    BlobStore store = open();
    StoredBlob blob = store(store, random(1000));
    StoredBlob other = store(store, random(2000));
    assertThat(store.delete(blob)).isTrue();
    assertThat(store.locate(blob)).isEmpty();
    assertThat(store.read(blob, 0, 1000)).isEmpty();
    assertThat(open().locate(blob)).isEmpty();
    assertThat(store.delete(blob)).as("it is gone").isFalse();
    assertThat(read(store, other)).isEqualTo(random(2000));
    assertThat(read(store, store(store, random(1000)))).as("again").isEqualTo(random(1000));
  }

  @Test
  void allBlobsAreListedAndNothingElse() throws IOException {
    BlobStore store = open();
    assertThat(listed(store)).isEmpty();
    UploadId upload = begin(store);
    assertThat(append(store, upload, 0, stream(random(10)))).isEqualTo(new Appended.Added(10));
    StoredBlob first = store(store, random(1000));
    StoredBlob second = store(store, random(2000));
    UploadId other = begin(store);
    assertThat(append(store, other, 0, stream(random(3000)))).isEqualTo(new Appended.Added(3000));
    StoredBlob third = stored(store.commit(other, Digest.of(Algorithm.SHA512, random(3000))));
    assertThat(listed(store)).containsExactlyInAnyOrder(first, second, third);
    assertThat(listed(open())).containsExactlyInAnyOrder(first, second, third);
    assertThat(store.abort(upload)).isTrue();
  }

  @Test
  void aBlobMayBeDeletedWhileBlobsAreListed() throws IOException {
    BlobStore store = open();
    for (int i = 1; i <= 20; i++) {
      assertThat(store(store, random(i))).isNotNull();
    }
    List<StoredBlob> seen = new ArrayList<>();
    store.list(
        listed -> {
          seen.add(listed.blob());
          assertThat(listed.writtenAt()).isAfter(Instant.EPOCH);
          try {
            assertThat(store.delete(listed.blob())).isTrue();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    assertThat(seen).hasSize(20).doesNotHaveDuplicates();
    assertThat(listed(store)).isEmpty();
  }

  private static List<StoredBlob> listed(BlobStore store) throws IOException {
    List<StoredBlob> blobs = new ArrayList<>();
    store.list(listed -> blobs.add(listed.blob()));
    return blobs;
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
