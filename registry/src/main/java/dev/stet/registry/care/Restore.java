package dev.stet.registry.care;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.stet.api.Check;
import dev.stet.api.Damage;
import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.RegistryWiring;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.blobs.BlobStore.Committed;
import dev.stet.registry.blobs.UploadId;
import dev.stet.registry.tags.Actor;
import dev.stet.store.Database;
import dev.stet.store.Durable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts a backup back where nothing is, and reads every byte of it on the way. Used once, by one
 * thread.
 *
 * <p>A crash at any point leaves what the caller has marked as unfinished.
 */
public final class Restore {
  private static final Actor NOBODY = new Actor("restore", "");

  /** What the uploads belong to by which the store gets its blobs back. */
  private static final RepositoryName NOWHERE = RepositoryName.parse("restore");

  private final Path backup;
  private final BlobStore store;
  private final Path database;
  private final Clock clock;
  private final List<Damage> leftOut = new ArrayList<>();

  /**
   * A restore.
   *
   * @param backup the folder of the backup
   * @param store where the large blobs go; holds nothing yet
   * @param database the file of the database; not there yet
   */
  public Restore(Path backup, BlobStore store, Path database, Clock clock) {
    this.backup = backup;
    this.store = store;
    this.database = database;
    this.clock = clock;
  }

  /**
   * Restores everything; durable when it returns. A blob whose bytes are not right in the backup is
   * left out, and a push of it heals that.
   *
   * @return a check of what is there now; its problems begin with what was left out
   * @throws IOException if there is no whole backup, or its database is damaged; or if what is
   *     restored could not be written
   */
  public Check run() throws IOException {
    BackupList.read(backup, _ -> {}); // is it whole?
    BackupList.read(backup, this::restore);
    Durable.syncName(database);
    try (Database restored = Database.open(database, RegistryWiring.MIGRATIONS)) {
      Check check = Checks.alone(restored, store, List.of(), clock).run(false, false, NOBODY);
      return new Check(
          check.apiVersion(),
          Stream.concat(leftOut.stream(), check.problems().stream().filter(this::isNew)).toList(),
          check.tags(),
          check.manifests(),
          check.blobs(),
          check.entries(),
          check.bytes());
    }
  }

  private boolean isNew(Damage found) {
    return leftOut.stream().noneMatch(known -> known.subject().equals(found.subject()));
  }

  private void restore(BackupList.Entry entry) throws IOException {
    if (entry.path().equals(Backups.DATABASE)) {
      restoreDatabase(entry);
    } else {
      restoreBlob(entry);
    }
  }

  private void restoreDatabase(BackupList.Entry entry) throws IOException {
    copyDatabase(backup.resolve(entry.path()));
    try (InputStream copied = Files.newInputStream(database)) {
      Digest digest = Bytes.digest(entry.digest().algorithm(), copied, _ -> {});
      if (!digest.equals(entry.digest())) {
        throw new IOException(
            "the database in the backup is damaged ("
                + backup.resolve(entry.path())
                + " hashes to "
                + digest.abbreviated()
                + ", wanted "
                + entry.digest().abbreviated()
                + "): restore another backup");
      }
    }
  }

  private void copyDatabase(Path source) throws IOException {
    try (FileChannel from = FileChannel.open(source, READ);
        FileChannel to =
            FileChannel.open(database, Set.of(CREATE_NEW, WRITE), Durable.forOwner())) {
      Channels.newInputStream(from).transferTo(Channels.newOutputStream(to));
      to.force(true);
    }
  }

  /**
   * The store takes no bytes but those that hash to the digest; the check tells what is missing.
   */
  private void restoreBlob(BackupList.Entry entry) throws IOException {
    try (InputStream bytes = Files.newInputStream(backup.resolve(entry.path()))) {
      UploadId upload = store.begin(NOWHERE, entry.digest().algorithm());
      var _ = store.append(upload, 0, OptionalLong.of(entry.size()), bytes);
      switch (store.commit(upload, entry.digest())) {
        case Committed.Stored _ -> {}
        case Committed.Mismatch(Digest actual) ->
            leaveOut(entry, DamageKind.BLOB_DAMAGED, "hash to " + actual.abbreviated());
        case Committed.Unknown() -> throw new IllegalStateException("nobody else ends " + upload);
      }
    } catch (NoSuchFileException e) {
      leaveOut(entry, DamageKind.BLOB_MISSING, "are gone");
    }
  }

  private void leaveOut(BackupList.Entry entry, DamageKind kind, String what) {
    leftOut.add(
        new Damage(
            kind.text(),
            entry.digest().toString(),
            "its bytes in the backup " + what + ", so it was left out: push it again",
            false));
  }
}
