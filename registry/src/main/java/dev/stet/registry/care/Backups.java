package dev.stet.registry.care;

import dev.stet.api.Api;
import dev.stet.api.Backup;
import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.oci.OciErrorCode;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.log.RestoredMark;
import dev.stet.registry.space.CollectionGate;
import dev.stet.registry.tags.NamesGate;
import dev.stet.store.Database;
import dev.stet.store.Durable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes backups while the registry is used. Safe for use by many threads.
 *
 * <p>First the database is copied as it is at one moment, then each large blob that the copy names.
 * A row is written after its blob is durable, and nothing is collected meanwhile, so all of them
 * are there.
 */
public final class Backups {
  static final String DATABASE = "registry.db";

  private final Database database;
  private final BlobStore store;
  private final CollectionGate gate;
  private final NamesGate names;
  private final Clock clock;

  /**
   * Backs up this database and this store.
   *
   * @param gate keeps collection off while a backup is made
   * @param names says whether the log of tags is whole: half of it cannot be gone on with elsewhere
   */
  public Backups(
      Database database, BlobStore store, CollectionGate gate, NamesGate names, Clock clock) {
    this.database = database;
    this.store = store;
    this.gate = gate;
    this.names = names;
    this.clock = clock;
  }

  /**
   * Makes a backup. All that was acknowledged before is in it, and durable when this returns.
   *
   * @param folder where; absolute, absent or empty, and not in the data folder
   * @throws RequestException if it cannot be made there
   */
  public Backup create(Path folder) {
    requireOutside(folder);
    requireWholeLog();
    try (CollectionGate.Hold _ = gate.hold()) {
      Durable.makeFolder(folder);
      requireEmpty(folder);
      return fill(folder);
    } catch (IOException | UncheckedIOException e) {
      throw RequestException.of(
              OciErrorCode.TOOMANYREQUESTS,
              "the backup could not be written to "
                  + folder
                  + " ("
                  + e.getMessage()
                  + "); what is there is no backup: remove it, see to the disk, then try again")
          .status(503)
          .detail(Map.of("reason", "STORAGE"));
    }
  }

  private void requireWholeLog() {
    if (names.closed(NamesGate.Reason.LOG_MIGRATING)) {
      throw RequestException.of(
              OciErrorCode.TOOMANYREQUESTS,
              "there can be no backup before the log of tags is written for all names that are"
                  + " there: try again soon")
          .status(503)
          .detail(Map.of("reason", NamesGate.Reason.LOG_MIGRATING.name()))
          .with("Retry-After", "30");
    }
  }

  private Backup fill(Path folder) throws IOException {
    Path copy = folder.resolve(DATABASE);
    database.copyTo(copy);
    RestoredMark.on(copy, clock.instant());
    try (BackupList list = BackupList.begin(folder, clock.instant())) {
      list.add(entry(copy));
      BackupFolder blobs = new BackupFolder(folder, store, list);
      blobs.fill(copy);
      // A crash up to here leaves a folder without a list, which nobody takes for a backup.
      list.finish();
      return new Backup(
          Api.VERSION, folder.toString(), list.bytes(), list.entries() - 1, blobs.missing());
    }
  }

  private static BackupList.Entry entry(Path copy) throws IOException {
    try (InputStream bytes = Files.newInputStream(copy)) {
      Digest digest = Bytes.digest(Algorithm.SHA256, bytes, _ -> {});
      return new BackupList.Entry(digest, Files.size(copy), DATABASE);
    }
  }

  private void requireOutside(Path folder) {
    if (!folder.isAbsolute()) {
      throw invalid(folder, "is not absolute, and the server has another working folder than you");
    }
    Path data = database.file().toAbsolutePath().normalize().getParent();
    if (data != null && folder.normalize().startsWith(data)) {
      throw invalid(folder, "lies in the data folder and would be lost with it");
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw invalid(folder, "is not empty, and a backup is never written over another");
      }
    }
  }

  private static RequestException invalid(Path folder, String why) {
    return RequestException.of(
            OciErrorCode.UNSUPPORTED, "the folder " + folder + " " + why + ": name another")
        .status(409);
  }
}
