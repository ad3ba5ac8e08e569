package dev.stet.registry.log;

import dev.stet.log.EntryBundle;
import dev.stet.log.Hash;
import dev.stet.log.MalformedException;
import dev.stet.log.Tile;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How tiles and entries lie in their tables. */
final class LogRows {
  private LogRows() {}

  /**
   * The hashes of a tile, as many as its width says.
   *
   * @throws MalformedException if the log does not have so many
   */
  static byte[] tile(Handle handle, Tile tile) {
    return handle
        .createQuery("SELECT hashes FROM log_tile WHERE level = ? AND n = ?")
        .bind(0, tile.level())
        .bind(1, tile.n())
        .mapTo(byte[].class)
        .findOne()
        .filter(row -> row.length >= tile.width() * Hash.SIZE)
        .map(row -> Arrays.copyOf(row, tile.width() * Hash.SIZE))
        .orElseThrow(() -> new MalformedException("the log has no " + tile.path()));
  }

  /**
   * The entries of a bundle, as many as its width says.
   *
   * @throws MalformedException if the log does not have so many
   */
  static List<byte[]> entries(Handle handle, EntryBundle bundle) {
    long first = bundle.n() * Tile.WIDTH;
    List<byte[]> entries = entries(handle, first, first + bundle.width());
    if (entries.size() != bundle.width()) {
      throw new MalformedException("the log has no " + bundle.path());
    }
    return entries;
  }

  private static List<byte[]> entries(Handle handle, long from, long to) {
    return handle
        .createQuery("SELECT leaf FROM log_entry WHERE idx >= ? AND idx < ? ORDER BY idx")
        .bind(0, from)
        .bind(1, to)
        .mapTo(byte[].class)
        .list();
  }

  /** One entry. */
  static Optional<byte[]> entry(Handle handle, long index) {
    return entries(handle, index, index + 1).stream().findFirst();
  }

  /** The index of the entry that assigns a tag. */
  static Optional<Long> assigned(Handle handle, RepositoryName repository, TagName tag) {
    return handle
        .createQuery(
            "SELECT e.idx FROM name n JOIN log_entry e ON e.sequence = n.sequence"
                + " WHERE n.repository = ? AND n.name = ? AND n.kind = 'tag'")
        .bind(0, repository.value())
        .bind(1, tag.value())
        .mapTo(Long.class)
        .findOne();
  }

  /** The index of the newest entry. */
  static long newest(Handle handle) {
    return handle
        .createQuery("SELECT COALESCE(MAX(idx), -1) FROM log_entry")
        .mapTo(Long.class)
        .one();
  }
}
