package dev.stet.registry.care;

import dev.stet.oci.Digest;
import dev.stet.oci.MalformedException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The tables that keep content under its digest. */
enum Table {
  MANIFEST("manifest", "manifest"),
  SMALL_BLOB("small_blob", "blob");

  private final String name;
  private final String content;

  Table(String name, String content) {
    this.name = name;
    this.content = content;
  }

  /**
   * A row.
   *
   * @param digest what the bytes should hash to
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(String digest, byte[] bytes) {
    boolean isWhole() {
      try {
        Digest wanted = Digest.parse(digest);
        return Digest.of(wanted.algorithm(), bytes).equals(wanted);
      } catch (MalformedException e) {
        return false; // the digest itself is damaged
      }
    }
  }

  /** What is in it, in a word. */
  String content() {
    return content;
  }

  void forEach(Handle handle, Consumer<Row> consumer) {
    handle
        .createQuery("SELECT digest, bytes FROM " + name)
        .map((row, _) -> new Row(row.getString(1), row.getBytes(2)))
        .forEach(consumer);
  }

  Optional<Row> find(Handle handle, String digest) {
    return handle
        .createQuery("SELECT digest, bytes FROM " + name + " WHERE digest = ?")
        .bind(0, digest)
        .map((row, _) -> new Row(row.getString(1), row.getBytes(2)))
        .findOne();
  }

  void remove(Handle handle, String digest) {
    handle.execute("DELETE FROM " + name + " WHERE digest = ?", digest);
  }
}
