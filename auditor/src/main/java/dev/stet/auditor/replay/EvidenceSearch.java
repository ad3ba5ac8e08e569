package dev.stet.auditor.replay;

import dev.stet.auditor.reading.EntryReader.Stretch;
import dev.stet.auditor.reading.HttpLog;
import dev.stet.log.Checkpoint;
import dev.stet.log.EntryBundle;
import dev.stet.log.EvidenceFile;
import dev.stet.log.Hash;
import dev.stet.log.Leaf;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.log.Proofs;
import dev.stet.log.Tile;
import dev.stet.log.TileReader;
import dev.stet.log.VerificationException;
import dev.stet.log.VerifierKey;
import dev.stet.log.ViolationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Looks in a log, once, for what shows a wrong of it to others. What it returns, verifies. */
final class EvidenceSearch {
  private final HttpLog log;
  private final List<VerifierKey> keys;
  private List<byte[]> bundle = List.of();
  private long bundleAt = -1;

  EvidenceSearch(HttpLog log, List<VerifierKey> keys) {
    this.log = log;
    this.keys = keys;
  }

  /** That of two signed trees neither continues the other; empty if the tiles do not show it. */
  Optional<EvidenceFile.Fork> fork(Note older, Checkpoint small, Note newer, Checkpoint large) {
    if (small.size() == large.size()) {
      return checked(key -> new EvidenceFile.Fork(key, older, newer, large.root(), List.of()));
    }
    Hash root = Proofs.root(small.size(), within(large.size()));
    List<Hash> proof = Proofs.consistency(small.size(), large.size(), log);
    return checked(key -> new EvidenceFile.Fork(key, older, newer, root, proof));
  }

  /** The tiles of a smaller tree, as those of the larger begin. */
  private TileReader within(long size) {
    return tile ->
        Arrays.copyOf(log.read(Tile.at(tile.level(), tile.n(), size)), tile.width() * Hash.SIZE);
  }

  /** That an entry is not the one in the tree; empty if the tiles do not show it. */
  Optional<EvidenceFile.Unbound> unbound(
      Note note, Checkpoint target, long start, Stretch stretch) {
    byte[] row = {};
    for (int i = 0; i < stretch.hashes().size(); i++) {
      long index = start + i;
      if (i == 0 || index % Tile.WIDTH == 0) {
        row = log.read(Tile.at(0, index / Tile.WIDTH, target.size()));
      }
      int from = (int) (index % Tile.WIDTH) * Hash.SIZE;
      Hash leaf = Hash.of(Arrays.copyOfRange(row, from, from + Hash.SIZE));
      if (!leaf.equals(stretch.hashes().get(i))) {
        EvidenceFile.Entry served = shown(index, stretch.entries().get(i), target);
        return checked(key -> new EvidenceFile.Unbound(key, note, served, leaf));
      }
    }
    return Optional.empty();
  }

  /**
   * That entries of the signed tree break a rule; empty if the log does not show them again.
   *
   * @param entry the one that broke it
   * @param assigned where a tag was assigned before
   */
  Optional<EvidenceFile.Violation> violation(
      Note note,
      Checkpoint target,
      ViolationException broken,
      byte[] entry,
      Function<Hash, Optional<Long>> assigned) {
    TreeSet<Long> others = new TreeSet<>();
    switch (broken.rule()) {
      case R2 -> {
        Leaf.Assign leaf = (Leaf.Assign) Leaf.parse(entry);
        assigned.apply(Leaf.key(leaf.repository(), leaf.tag())).ifPresent(others::add);
      }
      case R3 -> others.addAll(outOfTurn(Leaf.parse(entry), broken.index(), assigned, target));
      case R5 -> others.add(broken.index() - 1);
      case R1, R4, R6 -> {}
    }
    List<EvidenceFile.Entry> entries = new ArrayList<>();
    others.forEach(index -> entries.add(shown(index, read(index, target), target)));
    entries.add(shown(broken.index(), entry, target));
    return checked(key -> new EvidenceFile.Violation(key, broken.rule(), note, entries));
  }

  /** The entries that a tombstone or restore was not ready for. */
  private List<Long> outOfTurn(
      Leaf leaf, long index, Function<Hash, Optional<Long>> assigned, Checkpoint target) {
    Named named = Named.of(leaf).orElseThrow();
    Optional<Long> real = assigned.apply(named.key());
    if (real.isEmpty() || real.get() != named.assigned()) {
      // What the entry names, if it is there, is not the assignment; the real one shows that too.
      long shown = real.orElse(named.assigned());
      return shown < index ? List.of(shown) : List.of();
    }
    List<Long> others = new ArrayList<>(List.of(real.get()));
    for (long at = index - 1; at > real.get(); at--) {
      if (Named.of(leafAt(at, target)).filter(it -> it.key().equals(named.key())).isPresent()) {
        others.add(at);
        break;
      }
    }
    return others;
  }

  private Leaf leafAt(long index, Checkpoint target) {
    return Leaf.parse(read(index, target));
  }

  /** What tombstones and restores have in common. */
  private record Named(Hash key, long assigned) {
    static Optional<Named> of(Leaf leaf) {
      return switch (leaf) {
        case Leaf.Tombstone it ->
            Optional.of(new Named(Leaf.key(it.repository(), it.tag()), it.assigned()));
        case Leaf.Restore it ->
            Optional.of(new Named(Leaf.key(it.repository(), it.tag()), it.assigned()));
        case Leaf.Assign _, Leaf.Genesis _ -> Optional.empty();
      };
    }
  }

  /** An entry; its bundle is kept for the next one. */
  private byte[] read(long index, Checkpoint target) {
    long n = index / Tile.WIDTH;
    if (n != bundleAt) {
      int width = (int) Math.min(Tile.WIDTH, target.size() - n * Tile.WIDTH);
      bundle = log.entries(new EntryBundle(n, width));
      bundleAt = n;
    }
    return bundle.get((int) (index % Tile.WIDTH));
  }

  private EvidenceFile.Entry shown(long index, byte[] entry, Checkpoint target) {
    return new EvidenceFile.Entry(index, entry, Proofs.inclusion(index, target.size(), log));
  }

  /**
   * The file for the first key that it verifies with; empty if what the log serves shows nothing.
   */
  private <E extends EvidenceFile> Optional<E> checked(Function<VerifierKey, E> file) {
    return keys.stream().map(file).filter(EvidenceSearch::verifies).findFirst();
  }

  private static boolean verifies(EvidenceFile file) {
    try {
      file.verify();
      return true;
    } catch (VerificationException | MalformedException e) {
      return false;
    }
  }
}
