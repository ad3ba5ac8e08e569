package dev.stet.server.cosigning;

import dev.stet.log.Checkpoint;
import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.KeyType;
import dev.stet.log.Note;
import dev.stet.log.SigningKey;
import dev.stet.log.Tile;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** A log in memory that others let grow. Safe for use by many threads. */
final class GrowingLog implements CommittedLog {
  static final String ORIGIN = "log.example/growing";

  private final SigningKey key;
  private final List<List<Hash>> levels = new ArrayList<>();
  private final Frontier frontier = Frontier.empty();
  private Note head;

  GrowingLog() {
    this(SigningKey.generate(ORIGIN, KeyType.ED25519, new SecureRandom()));
  }

  private GrowingLog(SigningKey key) {
    this.key = key;
    this.head = grow(1, "begin");
  }

  /** Another log with the same key. */
  GrowingLog another() {
    return new GrowingLog(key);
  }

  Note grow(int entries) {
    return grow(entries, "entry");
  }

  synchronized Note grow(int entries, String text) {
    for (int i = 0; i < entries; i++) {
      Hash leaf = Hash.leaf((text + frontier.size()).getBytes(StandardCharsets.UTF_8));
      frontier.append(leaf);
      append(0, leaf);
    }
    head = Note.sign(new Checkpoint(ORIGIN, frontier.size(), frontier.root()).text(), key);
    return head;
  }

  private void append(int level, Hash hash) {
    if (levels.size() == level) {
      levels.add(new ArrayList<>());
    }
    List<Hash> row = levels.get(level);
    row.add(hash);
    if (row.size() % Tile.WIDTH == 0) {
      Frontier full = Frontier.empty();
      row.subList(row.size() - Tile.WIDTH, row.size()).forEach(full::append);
      append(level + 1, full.root());
    }
  }

  SigningKey key() {
    return key;
  }

  @Override
  public synchronized Note head() {
    return head;
  }

  @Override
  public synchronized byte[] read(Tile tile) {
    byte[] row = new byte[tile.width() * Hash.SIZE];
    int start = (int) tile.n() * Tile.WIDTH;
    for (int i = 0; i < tile.width(); i++) {
      byte[] hash = levels.get(tile.level()).get(start + i).bytes();
      System.arraycopy(hash, 0, row, i * Hash.SIZE, Hash.SIZE);
    }
    return row;
  }
}
