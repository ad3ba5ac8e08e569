package dev.stet.acceptance.log;

import dev.stet.log.Checkpoint;
import dev.stet.log.EntryBundle;
import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.KeyType;
import dev.stet.log.Leaf;
import dev.stet.log.Note;
import dev.stet.log.SigningKey;
import dev.stet.log.Tile;
import dev.stet.log.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A log that grows in memory, and is published as the files that a web server would serve. */
final class LogFolder {
  static final String ORIGIN = "log.example/acceptance";

  private final Path folder;
  private final SigningKey key;
  private final List<byte[]> entries = new ArrayList<>();
  private final List<List<Hash>> levels = new ArrayList<>();
  private final Frontier frontier = Frontier.empty();
  private final Set<Tile> published = new HashSet<>();

  /** A log without entries; its checkpoints will bear the key's signature. */
  LogFolder(Path folder, SigningKey key) {
    this.folder = folder;
    this.key = key;
  }

  /** The same with a key of its own. */
  LogFolder(Path folder) {
    this(folder, SigningKey.generate(ORIGIN, KeyType.ED25519, new SecureRandom()));
  }

  /** Grows to a size, by assignments of tags {@code t1}, {@code t2} and so on. */
  LogFolder growTo(long size) {
    while (frontier.size() < size) {
      append(leaf(frontier.size()));
    }
    return this;
  }

  private static Leaf leaf(long index) {
    return index == 0
        ? new Leaf.Genesis(ORIGIN, Optional.empty(), 1000)
        : assign("shop/api", "t" + index, index);
  }

  /** An entry that assigns a tag, as of an index; the digest depends on the index alone. */
  static Leaf.Assign assign(String repository, String tag, long index) {
    String digest = "sha256:" + Hash.leaf(Long.toString(index).getBytes(StandardCharsets.US_ASCII));
    return new Leaf.Assign(repository, tag, digest, 1000 + index, Optional.empty());
  }

  /** Adds an entry. */
  void append(Leaf entry) {
    append(entry.bytes());
  }

  /** Adds an entry that may say anything. */
  void append(byte[] entry) {
    entries.add(entry);
    frontier.append(Hash.leaf(entry));
    append(0, Hash.leaf(entry));
  }

  private void append(int level, Hash hash) {
    if (levels.size() == level) {
      levels.add(new ArrayList<>());
    }
    List<Hash> hashes = levels.get(level);
    hashes.add(hash);
    if (hashes.size() % Tile.WIDTH == 0) {
      Frontier tile = Frontier.empty();
      hashes.subList(hashes.size() - Tile.WIDTH, hashes.size()).forEach(tile::append);
      append(level + 1, tile.root());
    }
  }

  /** Writes what is new, and the checkpoint; what was published before stays. */
  Note publish() throws IOException {
    for (Tile tile : Tile.all(frontier.size())) {
      if (published.add(tile)) {
        write(tile.path(), row(tile));
        if (tile.level() == 0) {
          EntryBundle bundle = new EntryBundle(tile.n(), tile.width());
          write(bundle.path(), EntryBundle.encode(range(entries, tile)));
        }
      }
    }
    Note checkpoint = checkpoint();
    publish(checkpoint);
    return checkpoint;
  }

  /** Writes a checkpoint in place of the last one. */
  void publish(Note checkpoint) throws IOException {
    write("checkpoint", checkpoint.encoded().getBytes(StandardCharsets.UTF_8));
  }

  /** The signed checkpoint of the log as it is. */
  Note checkpoint() {
    return Note.sign(new Checkpoint(key.verifier().name(), size(), frontier.root()).text(), key);
  }

  private void write(String path, byte[] bytes) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** The hashes of a tile. */
  byte[] row(Tile tile) {
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    range(levels.get(tile.level()), tile).forEach(hash -> row.writeBytes(hash.bytes()));
    return row.toByteArray();
  }

  private static <T> List<T> range(List<T> all, Tile tile) {
    int first = (int) tile.n() * Tile.WIDTH;
    return all.subList(first, first + tile.width());
  }

  /** The bytes of an entry. */
  byte[] entry(long index) {
    return entries.get((int) index);
  }

  long size() {
    return frontier.size();
  }

  VerifierKey verifier() {
    return key.verifier();
  }

  /** Where it is published. */
  Path folder() {
    return folder;
  }

  /** The URL of the folder. */
  String url() {
    return "file://" + folder + "/";
  }
}
