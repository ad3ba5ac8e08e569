package dev.stet.server;

import dev.stet.registry.RegistryWiring;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.blobs.file.FileBlobStore;
import dev.stet.store.DataFolder;
import dev.stet.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
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
    DataFolder folder = DataFolder.open(data);
    try {
      BlobStore blobs = FileBlobStore.open(folder.path().resolve("content"), identifiers);
      Database database =
          Database.open(folder.path().resolve("registry.db"), RegistryWiring.MIGRATIONS);
      return new Storage(folder, blobs, database);
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** Lets changes that wait finish, then closes the database and releases the folder. */
  @Override
  public void close() {
    database.close();
    folder.close();
  }
}
