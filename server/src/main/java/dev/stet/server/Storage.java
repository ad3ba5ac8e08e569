package dev.stet.server;

import dev.stet.registry.RegistryWiring;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.blobs.file.FileBlobStore;
import dev.stet.store.DataFolder;
import dev.stet.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * All that a server keeps, opened: the data folder, which is locked for this process, and the blobs
 * and the database in it.
 */
record Storage(DataFolder folder, BlobStore blobs, Database database) implements AutoCloseable {
  /**
   * Opens the storage. What was opened is closed again if the rest cannot be.
   *
   * @param identifiers makes the identifiers of uploads
   * @throws dev.stet.store.StoreException if the data folder or the database cannot be used
   * @throws IOException if blobs cannot be kept
   */
  static Storage open(Path data, Supplier<UUID> identifiers) throws IOException {
    return open(DataFolder.open(data), identifiers, Database::open);
  }

  /**
   * Opens the storage that a Stet of this version has left, and migrates nothing.
   *
   * @throws dev.stet.store.StoreException if there is none, or for the reasons that {@link #open}
   *     has
   */
  static Storage openAsItIs(Path data, Supplier<UUID> identifiers) throws IOException {
    if (!Files.exists(database(data))) {
      throw new IOException(
          "there is no registry in "
              + data
              + " (no registry.db): name the data folder of a Stet with --data DIR");
    }
    return open(DataFolder.open(data), identifiers, Database::openAsItIs);
  }

  private static Storage open(
      DataFolder folder, Supplier<UUID> identifiers, BiFunction<Path, String, Database> opening)
      throws IOException {
    try {
      refuseUnfinished(folder.path());
      BlobStore blobs = content(folder.path(), identifiers);
      Database database = opening.apply(database(folder.path()), RegistryWiring.MIGRATIONS);
      return new Storage(folder, blobs, database);
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** Half a registry, served, would take pushes for names that are burnt in the other half. */
  private static void refuseUnfinished(Path folder) throws IOException {
    if (Files.exists(unfinished(folder))) {
      throw new IOException(
          "a restore into "
              + folder
              + " was not finished: remove the folder, then run 'stet backup restore' again");
    }
  }

  /** The file of the database in a data folder. */
  static Path database(Path folder) {
    return folder.resolve("registry.db");
  }

  /** The mark of a restore that is not finished in a data folder. */
  static Path unfinished(Path folder) {
    return folder.resolve("restoring");
  }

  /** The large blobs in a data folder. */
  static BlobStore content(Path folder, Supplier<UUID> identifiers) throws IOException {
    return FileBlobStore.open(folder.resolve("content"), identifiers);
  }

  /** Lets changes that wait finish, then closes the database and releases the folder. */
  @Override
  public void close() {
    database.close();
    folder.close();
  }
}
