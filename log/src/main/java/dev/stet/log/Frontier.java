package dev.stet.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a growing tree: the roots of its full subtrees, the largest first. That is all
 * one needs to append entries and to know the root. Mutable, for one thread.
 *
 * <p>Source: RFC 6962, section 2.1. A tree of size n has as many full subtrees as n has bits that
 * are set.
 */
public final class Frontier {
  private final List<Hash> hashes;
  private long size;

  private Frontier(long size, List<Hash> hashes) {
    this.size = size;
    this.hashes = new ArrayList<>(hashes);
  }

  /** The edge of a tree without entries. */
  public static Frontier empty() {
    return new Frontier(0, List.of());
  }

  /**
   * The edge of a tree of this size.
   *
   * @throws MalformedException unless there are as many hashes as the size has bits that are set
   */
  public static Frontier of(long size, List<Hash> hashes) {
    if (size < 0 || hashes.size() != Long.bitCount(size)) {
      throw new MalformedException(
          "a tree of size "
              + size
              + " has "
              + Long.bitCount(size)
              + " full subtrees, got "
              + hashes.size());
    }
    return new Frontier(size, hashes);
  }

  /** Appends an entry, given its leaf hash. */
  public void append(Hash leaf) {
    Hash merged = leaf;
    for (long full = size; (full & 1) == 1; full >>= 1) {
      merged = Hash.node(hashes.removeLast(), merged);
    }
    hashes.add(merged);
    size++;
  }

  /** The root of the tree. */
  public Hash root() {
    if (hashes.isEmpty()) {
      return Hash.EMPTY_ROOT;
    }
    Hash root = hashes.getLast();
    for (int i = hashes.size() - 2; i >= 0; i--) {
      root = Hash.node(hashes.get(i), root);
    }
    return root;
  }

  /** The number of entries. */
  public long size() {
    return size;
  }

  /** The roots of the full subtrees, the largest first. */
  public List<Hash> hashes() {
    return List.copyOf(hashes);
  }

  /** Another edge that is the same now, and grows apart. */
  public Frontier copy() {
    return new Frontier(size, hashes);
  }
}
