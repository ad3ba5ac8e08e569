package dev.stet.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Proofs that an entry is part of a tree, and that a tree is the beginning of another.
 *
 * <p>They are made as in RFC 6962, sections 2.1.1 and 2.1.2, and verified as in RFC 9162, sections
 * 2.1.3.2 and 2.1.4.2, with three guards which those lack: a hash has 32 bytes (by its type), the
 * index is below the size, and there is no proof from an empty tree.
 */
public final class Proofs {
  private final TileReader tiles;
  private final long size;
  private final Map<Tile, byte[]> read = new HashMap<>();

  private Proofs(TileReader tiles, long size) {
    this.tiles = tiles;
    this.size = size;
  }

  /** The proof that entry {@code index} is part of the tree of this size. */
  public static List<Hash> inclusion(long index, long size, TileReader tiles) {
    requireBelow(index, size);
    List<Hash> proof = new ArrayList<>();
    new Proofs(tiles, size).path(index, 0, size, proof);
    return proof;
  }

  /** The proof that the tree of the old size is the beginning of the other. */
  public static List<Hash> consistency(long oldSize, long size, TileReader tiles) {
    if (oldSize < 1 || oldSize > size) {
      throw new MalformedException("no proof from size " + oldSize + " to " + size);
    }
    List<Hash> proof = new ArrayList<>();
    new Proofs(tiles, size).subproof(oldSize, 0, size, true, proof);
    return proof;
  }

  /** The root of the tree of this size, from its tiles. */
  public static Hash root(long size, TileReader tiles) {
    return size == 0 ? Hash.EMPTY_ROOT : new Proofs(tiles, size).subtree(0, size);
  }

  private void path(long index, long start, long end, List<Hash> proof) {
    if (end - start == 1) {
      return;
    }
    long middle = start + split(end - start);
    if (index < middle) {
      path(index, start, middle, proof);
      proof.add(subtree(middle, end));
    } else {
      path(index, middle, end, proof);
      proof.add(subtree(start, middle));
    }
  }

  private void subproof(long old, long start, long end, boolean known, List<Hash> proof) {
    if (old == end) {
      if (!known) {
        proof.add(subtree(start, end));
      }
      return;
    }
    long middle = start + split(end - start);
    if (old <= middle) {
      subproof(old, start, middle, known, proof);
      proof.add(subtree(middle, end));
    } else {
      subproof(old, middle, end, false, proof);
      proof.add(subtree(start, middle));
    }
  }

  /** The root over the entries from start to before end, where start is a multiple of the size. */
  private Hash subtree(long start, long end) {
    long width = end - start;
    if (Long.bitCount(width) != 1) {
      long middle = start + split(width);
      return Hash.node(subtree(start, middle), subtree(middle, end));
    }
    int height = Long.numberOfTrailingZeros(width);
    int level = height / Tile.BITS;
    long first = start >> (level * Tile.BITS);
    return inTile(level, first, 1 << (height % Tile.BITS));
  }

  /** The root over some hashes of one tile. */
  private Hash inTile(int level, long first, int count) {
    if (count == 1) {
      Tile tile = Tile.at(level, first / Tile.WIDTH, size);
      return Hash.at(read.computeIfAbsent(tile, this::read), (int) (first % Tile.WIDTH));
    }
    return Hash.node(inTile(level, first, count / 2), inTile(level, first + count / 2, count / 2));
  }

  private byte[] read(Tile tile) {
    byte[] row = tiles.read(tile);
    if (row.length != tile.width() * Hash.SIZE) {
      throw new MalformedException(
          tile.path() + " has " + row.length + " bytes, wanted " + tile.width() * Hash.SIZE);
    }
    return row;
  }

  /** The largest power of two below n. */
  private static long split(long n) {
    return Long.highestOneBit(n - 1);
  }

  /**
   * Verifies that an entry is part of a tree.
   *
   * @param leaf the hash of the entry
   * @throws VerificationException if it is not shown to be
   */
  public static void verifyInclusion(
      Hash leaf, long index, long size, List<Hash> proof, Hash root) {
    requireBelow(index, size);
    long node = index;
    long last = size - 1;
    Hash hash = leaf;
    for (Hash sibling : proof) {
      require(last != 0, Check.INCLUSION, "the proof has more hashes than the tree has levels");
      if ((node & 1) == 1 || node == last) {
        hash = Hash.node(sibling, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        hash = Hash.node(hash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    require(last == 0, Check.INCLUSION, "the proof has fewer hashes than the tree has levels");
    require(
        hash.equals(root),
        Check.INCLUSION,
        "entry " + index + " leads to the root " + hash.base64() + ", not to " + root.base64());
  }

  /**
   * Verifies that a tree is the beginning of another.
   *
   * @throws VerificationException if it is not shown to be; also from an empty tree, of which
   *     nothing can be shown
   */
  public static void verifyConsistency(
      long oldSize, Hash oldRoot, long size, Hash root, List<Hash> proof) {
    require(
        oldSize > 0 && oldSize <= size,
        Check.CONSISTENCY,
        "no proof leads from size " + oldSize + " to " + size);
    if (oldSize == size) {
      require(proof.isEmpty(), Check.CONSISTENCY, "a proof between equal sizes has no hashes");
      require(
          oldRoot.equals(root),
          Check.CONSISTENCY,
          "two roots of one size: " + oldRoot.base64() + " and " + root.base64());
      return;
    }
    List<Hash> path = new ArrayList<>(proof);
    if (Long.bitCount(oldSize) == 1) {
      path.addFirst(oldRoot);
    }
    require(!path.isEmpty(), Check.CONSISTENCY, "the proof has no hashes");
    new Consistency(oldSize - 1, size - 1, path).verify(oldRoot, root);
  }

  /** The loop of RFC 9162, section 2.1.4.2. */
  private static final class Consistency {
    private long node;
    private long last;
    private final List<Hash> path;

    Consistency(long node, long last, List<Hash> path) {
      this.node = node;
      this.last = last;
      this.path = path;
      while ((this.node & 1) == 1) {
        up();
      }
    }

    void verify(Hash oldRoot, Hash root) {
      Hash before = path.getFirst();
      Hash after = before;
      for (Hash sibling : path.subList(1, path.size())) {
        require(last != 0, Check.CONSISTENCY, "the proof has too many hashes");
        if ((node & 1) == 1 || node == last) {
          before = Hash.node(sibling, before);
          after = Hash.node(sibling, after);
          while ((node & 1) == 0 && node != 0) {
            up();
          }
        } else {
          after = Hash.node(after, sibling);
        }
        up();
      }
      require(last == 0, Check.CONSISTENCY, "the proof has too few hashes");
      require(
          before.equals(oldRoot),
          Check.CONSISTENCY,
          "the proof leads to the old root " + before.base64() + ", not to " + oldRoot.base64());
      require(
          after.equals(root),
          Check.CONSISTENCY,
          "the proof leads to the root " + after.base64() + ", not to " + root.base64());
    }

    private void up() {
      node >>= 1;
      last >>= 1;
    }
  }

  private static void requireBelow(long index, long size) {
    require(
        index >= 0 && index < size,
        Check.INCLUSION,
        "a tree of size " + size + " has no entry " + index);
  }

  private static void require(boolean holds, Check check, String otherwise) {
    if (!holds) {
      throw new VerificationException(check, otherwise);
    }
  }
}
