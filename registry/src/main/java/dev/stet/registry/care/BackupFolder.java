package dev.stet.registry.care;

import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.blobs.StoredBlob;
import dev.stet.store.Database;
import dev.stet.store.Durable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The large blobs of a backup, each a file named after its digest. Filled once. */
final class BackupFolder {
  private final Path folder;
  private final BlobStore store;
  private final BackupList list;
  private final Set<Path> folders = new TreeSet<>();
  private final List<String> missing = new ArrayList<>();

  BackupFolder(Path folder, BlobStore store, BackupList list) {
    this.folder = folder;
    this.store = store;
    this.list = list;
  }

  /** The blobs whose bytes were not there. */
  List<String> missing() {
    return missing;
  }

  /** Copies every large blob that a copy of the database names. Durable when it returns. */
  void fill(Path database) throws IOException {
    List<LargeBlobs.Row> page = after(database, "");
    while (!page.isEmpty()) {
      for (LargeBlobs.Row row : page) {
        keep(row);
      }
      page = after(database, page.getLast().digest());
    }
    for (Path made : folders) {
      Durable.sync(made);
    }
  }

  private static List<LargeBlobs.Row> after(Path database, String digest) {
    return Database.readCopy(database, handle -> LargeBlobs.after(handle, digest));
  }

  private void keep(LargeBlobs.Row row) throws IOException {
    Optional<StoredBlob> blob = row.blob();
    if (blob.isEmpty() || !keep(blob.get())) {
      missing.add(row.digest());
    }
  }

  private boolean keep(StoredBlob blob) throws IOException {
    Optional<BlobStore.Location> location = store.locate(blob);
    if (location.isEmpty()) {
      return false;
    }
    BackupList.Entry entry = BackupList.Entry.of(blob);
    Path target = folder.resolve(entry.path());
    makeFolders(target);
    switch (location.get()) {
      case BlobStore.Location.LocalFile(Path source) -> copy(source, target);
    }
    if (Files.size(target) != blob.size()) {
      throw new IOException(target + " has not the " + blob.size() + " bytes that it should have");
    }
    list.add(entry);
    return true;
  }

  private void makeFolders(Path file) throws IOException {
    Path parent = file.getParent();
    if (parent != null && folders.add(parent) && !parent.equals(folder)) {
      makeFolders(parent);
      Files.createDirectories(parent);
    }
  }

  /** A second name where the file system can do that: nobody ever writes to a blob's file. */
  private static void copy(Path source, Path target) throws IOException {
    try {
      Files.createLink(target, source);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(source, target);
      Durable.sync(target);
    }
  }
}
