package dev.stet.cli.log;

import dev.stet.log.Hash;
import dev.stet.log.Leaf;
import dev.stet.log.UnknownLeafException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a log, as documents have it. What its type has not is left out.
 *
 * @param index of the entry, from 0
 * @param type {@code genesis}, {@code assign}, {@code tombstone}, {@code restore}, or {@code
 *     unknown}: written by a newer Stet
 * @param at when, as the registry claims
 * @param digest what the tag names
 * @param assigned the index of the entry that gave the tag
 * @param reason why it was deleted
 * @param meta the hash of what else is known of it
 * @param origin of a genesis, the name of the log
 * @param text the entry itself
 */
record Entry(
    long index,
    String type,
    @Nullable Instant at,
    @Nullable String repository,
    @Nullable String tag,
    @Nullable String digest,
    @Nullable Long assigned,
    @Nullable String reason,
    @Nullable String meta,
    @Nullable String origin,
    String text) {

  /**
   * Reads an entry.
   *
   * @throws dev.stet.log.MalformedException if it is none
   */
  static Entry of(long index, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      return of(index, Leaf.parse(bytes), text);
    } catch (UnknownLeafException e) {
      return new Entry(index, "unknown", null, null, null, null, null, null, null, null, text);
    }
  }

  private static Entry of(long index, Leaf leaf, String text) {
    Instant at = Instant.ofEpochMilli(leaf.time());
    return switch (leaf) {
      case Leaf.Genesis it ->
          new Entry(index, "genesis", at, null, null, null, null, null, null, it.origin(), text);
      case Leaf.Assign it ->
          new Entry(
              index,
              "assign",
              at,
              it.repository(),
              it.tag(),
              it.digest(),
              null,
              null,
              meta(it.meta()),
              null,
              text);
      case Leaf.Tombstone it ->
          new Entry(
              index,
              "tombstone",
              at,
              it.repository(),
              it.tag(),
              null,
              it.assigned(),
              it.reason().text(),
              meta(it.meta()),
              null,
              text);
      case Leaf.Restore it ->
          new Entry(
              index,
              "restore",
              at,
              it.repository(),
              it.tag(),
              null,
              it.assigned(),
              null,
              meta(it.meta()),
              null,
              text);
    };
  }

  private static @Nullable String meta(Optional<Hash> meta) {
    return meta.map(it -> "sha256:" + it).orElse(null);
  }
}
