package dev.stet.registry.blobs.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.blobs.BlobStore.Appended;
import dev.stet.registry.blobs.BlobStore.Committed;
import dev.stet.registry.blobs.BlobStoreContract;
import dev.stet.registry.blobs.StoredBlob;
import dev.stet.registry.blobs.UploadId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileBlobStoreTest extends BlobStoreContract {
  private final Path folder;

  FileBlobStoreTest(@TempDir Path folder) {
    this.folder = folder.resolve("content");
  }

  @Override
  protected BlobStore open() throws IOException {
    return open(Disk.REAL);
  }

  private FileBlobStore open(Disk disk) throws IOException {
    return FileBlobStore.open(folder, UUID::randomUUID, disk);
  }

  private Path file(StoredBlob blob) {
    return folder.resolve("blobs").resolve(blob.storageKey());
  }

  private Path file(UploadId upload) {
    return folder.resolve("uploads").resolve(upload.name());
  }

  @Override
  protected void truncate(StoredBlob blob) throws IOException {
    try (FileChannel channel = FileChannel.open(file(blob), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 1);
    }
  }

  @Override
  protected void flip(StoredBlob blob) throws IOException {
    byte[] bytes = Files.readAllBytes(file(blob));
    bytes[bytes.length / 2] ^= 1;
    Files.write(file(blob), bytes);
  }

  @Override
  protected void lastByteAt(UploadId upload, Instant then) throws IOException {
    Files.setLastModifiedTime(file(upload), FileTime.from(then));
  }

  @Override
  protected List<String> leftovers() throws IOException {
    List<String> leftovers = new ArrayList<>();
    if (!Files.exists(folder)) {
      return leftovers;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      Path quarantine = folder.resolve("quarantine");
      for (Path file :
          files.filter(Files::isRegularFile).filter(it -> !it.startsWith(quarantine)).toList()) {
        String algorithm = folder.resolve("blobs").relativize(file).getName(0).toString();
        boolean blob =
            (algorithm.equals("sha256") || algorithm.equals("sha512"))
                && Digest.of(
                        Algorithm.valueOf(algorithm.toUpperCase(Locale.ROOT)),
                        Files.readAllBytes(file))
                    .hex()
                    .equals(file.getFileName().toString());
        if (!blob) {
          leftovers.add(file.toString());
        }
      }
    }
    return leftovers;
  }

  @Test
  void aBlobLiesUnderItsDigest() throws IOException {
    byte[] bytes = random(5);
    StoredBlob blob = store(open(), bytes);
    String hex = Digest.sha256(bytes).hex();
    assertThat(blob.storageKey()).isEqualTo("sha256/" + hex.substring(0, 2) + "/" + hex);
    assertThat(file(blob)).hasBinaryContent(bytes);
  }

  @Test
  void theStepsToABlobAreInTheirOrder() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    BlobStore store = open(disk);
    assertThat(disk.steps()).as("the folders that are made").hasSize(2);
    byte[] bytes = random(7);
    String hex = Digest.sha256(bytes).hex();

    disk.clear();
    UploadId upload = begin(store);
    assertThat(append(store, upload, 0, stream(bytes))).isEqualTo(new Appended.Added(7));
    assertThat(disk.steps()).as("nothing is durable yet").isEmpty();
    StoredBlob blob = stored(store.commit(upload, Digest.sha256(bytes)));
    assertThat(disk.steps())
        .containsExactly(
            "sync " + upload.name(),
            "sync blobs",
            "sync sha256",
            "move " + hex,
            "sync " + hex.substring(0, 2));

    disk.clear();
    assertThat(store(store, bytes)).isEqualTo(blob);
    assertThat(disk.steps().subList(1, 3))
        .containsExactly("move " + hex, "sync " + hex.substring(0, 2));
    assertThat(disk.steps()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "0, false",
    "0, true",
    "1, false",
    "1, true",
    "2, false",
    "2, true",
    "3, false",
    "3, true",
    "4, false",
    "4, true"
  })
  void aStepThatFailsFailsTheRequestAndIsNotTriedAgain(int step, boolean persisted)
      throws IOException {
    FaultyDisk disk = new FaultyDisk();
    BlobStore store = open(disk);
    byte[] bytes = random(1000);
    UploadId upload = begin(store);
    assertThat(append(store, upload, 0, stream(bytes))).isEqualTo(new Appended.Added(1000));

    disk.fail(step, persisted);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> store.commit(upload, Digest.sha256(bytes)))
        .withMessageStartingWith("fault at ");
    assertThat(disk.steps()).as("nothing is done after it").hasSize(step + 1);

    assertThat(store.size(upload)).isEmpty();
    for (BlobStore later : List.of(store, open(disk))) {
      assertThat(later.commit(upload, Digest.sha256(bytes))).isEqualTo(new Committed.Unknown());
      assertThat(append(later, upload, 0, stream(bytes))).isEqualTo(new Appended.Unknown());
      assertThat(later.abort(upload)).isFalse();
    }
    assertThat(leftovers()).isEmpty();

    disk.fail(-1, false);
    StoredBlob blob = store(store, bytes);
    assertThat(read(store, blob)).isEqualTo(bytes);
    int parents = step < 3 ? (step == 2 ? 1 : 2) : 0;
    assertThat(disk.steps())
        .as("a folder whose parent was not synced is not taken for durable")
        .hasSize(3 + parents);
  }

  @Test
  void aFolderThatIsThereIsNotTakenForDurableAfterARestart() throws IOException {
    byte[] bytes = random(9);
    store(open(), bytes);
    FaultyDisk disk = new FaultyDisk();
    BlobStore restarted = open(disk);
    disk.clear();
    store(restarted, bytes);
    assertThat(disk.steps()).contains("sync blobs", "sync sha256");
  }

  @ParameterizedTest
  @CsvSource({"SHA256", "SHA512"})
  void bytesThatAFailedWriteLeftBehindAreNotTheBlobs(Algorithm algorithm) throws IOException {
    byte[] bytes = random(2000);
    BlobStore store = open();
    UploadId upload = begin(store);
    assertThat(append(store, upload, 0, stream(bytes))).isEqualTo(new Appended.Added(2000));
    Path file = file(upload);
    Files.write(file, random(77), StandardOpenOption.APPEND);

    assertThat(store.size(upload)).hasValue(2000);
    StoredBlob blob = stored(store.commit(upload, Digest.of(algorithm, bytes)));
    assertThat(blob.size()).isEqualTo(2000);
    assertThat(read(store, blob)).isEqualTo(bytes);
  }

  @Test
  void anUploadWhoseFileVanishedFails() throws IOException {
    BlobStore store = open();
    UploadId upload = begin(store);
    Files.delete(file(upload));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> append(store, upload, 0, stream(random(3))));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> store.commit(upload, Digest.sha256(new byte[0])));
    assertThat(store.abort(upload)).isFalse();
  }

  /** A file that is put back is an upload again: so nothing was kept of the one that had ended. */
  @Test
  void nothingStaysInMemoryOfAnUploadThatEnded() throws IOException {
    BlobStore store = open();
    List<Ending> endings =
        List.of(
            upload -> store.take(upload, 100),
            upload -> store.commit(upload, Digest.sha256(random(3))),
            upload -> store.commit(upload, Digest.sha256(random(4))),
            store::abort,
            upload -> {
              lastByteAt(upload, Instant.EPOCH);
              return store.expire(Instant.EPOCH.plusSeconds(1));
            });
    for (Ending ending : endings) {
      UploadId upload = begin(store);
      assertThat(append(store, upload, 0, stream(random(3)))).isEqualTo(new Appended.Added(3));
      assertThat(ending.of(upload)).isNotNull();
      assertThat(store.size(upload)).isEmpty();
      Files.write(file(upload), random(7));
      assertThat(store.size(upload)).hasValue(7);
      assertThat(store.abort(upload)).isTrue();
    }
  }

  @FunctionalInterface
  private interface Ending {
    Object of(UploadId upload) throws IOException;
  }

  /** What a sync could not bring to the disk must not be resumed, though its file would not go. */
  @Test
  void anUploadThatEndedIsNotResumedFromAFileThatStayed() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    BlobStore store = open(disk);
    UploadId upload = begin(store);
    assertThat(append(store, upload, 0, stream(random(3)))).isEqualTo(new Appended.Added(3));
    Path stays = file(upload);
    disk.fail(
        0,
        false,
        () -> {
          Files.delete(stays);
          Files.createDirectory(stays); // deleting it fails while something lies in it
          Files.createFile(stays.resolve("x"));
        });
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> store.commit(upload, Digest.sha256(random(3))));
    assertThat(store.size(upload)).isEmpty();
    assertThat(append(store, upload, 3, stream(random(3)))).isEqualTo(new Appended.Unknown());

    Files.delete(stays.resolve("x"));
    lastByteAt(upload, Instant.EPOCH);
    assertThat(store.expire(Instant.EPOCH.plusSeconds(1))).as("the sweep tries again").isOne();
    assertThat(stays).doesNotExist();
  }

  @Test
  void anIdentifierIsNeverUsedTwice() throws IOException {
    UUID same = UUID.randomUUID();
    BlobStore store = FileBlobStore.open(folder, () -> same);
    UploadId upload = begin(store);
    assertThat(append(store, upload, 0, stream(random(3)))).isEqualTo(new Appended.Added(3));
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> begin(store));
    assertThat(store.size(upload)).hasValue(3);
    assertThat(store.abort(upload)).isTrue();
  }
}
