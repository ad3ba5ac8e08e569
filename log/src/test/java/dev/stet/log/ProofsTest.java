package dev.stet.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ProofsTest {
  private static final int SMALL = 300;
  private static final int LARGE = 70_000;
  private static final List<Integer> EDGES =
      List.of(1, 2, 255, 256, 257, 511, 512, 513, 4095, 65279, 65280, 65535, 65536, 65537, LARGE);

  private static final List<Hash> LEAVES = new ArrayList<>();
  private static final List<Hash> ROOTS = new ArrayList<>(List.of(Hash.EMPTY_ROOT));
  private static final MemoryTiles TILES = new MemoryTiles();

  static {
    for (int i = 0; i < LARGE; i++) {
      LEAVES.add(leaf(i));
      TILES.append(leaf(i));
      ROOTS.add(i < SMALL || EDGES.contains(i + 1) ? TILES.frontier().root() : Hash.EMPTY_ROOT);
    }
  }

  private static Hash leaf(int i) {
    return Hash.leaf(ByteBuffer.allocate(Integer.BYTES).putInt(i).array());
  }

  /** Gives only tiles that a tree of this size has, at their full width there. */
  private static TileReader of(long size) {
    return tile -> {
      assertThat(tile).isEqualTo(Tile.at(tile.level(), tile.n(), size));
      return TILES.read(tile);
    };
  }

  private static void verifyInclusion(int index, int size) {
    List<Hash> proof = Proofs.inclusion(index, size, of(size));
    Proofs.verifyInclusion(LEAVES.get(index), index, size, proof, ROOTS.get(size));
  }

  private static void verifyConsistency(int oldSize, int size) {
    List<Hash> proof = Proofs.consistency(oldSize, size, of(size));
    Proofs.verifyConsistency(oldSize, ROOTS.get(oldSize), size, ROOTS.get(size), proof);
  }

  @Test
  void provesEachEntryAndEachBeginningAtEachSize() {
    for (int size = 1; size <= SMALL; size++) {
      assertThat(Proofs.root(size, of(size))).isEqualTo(ROOTS.get(size));
      for (int i = 0; i < size; i++) {
        verifyInclusion(i, size);
        verifyConsistency(i + 1, size);
      }
    }
  }

  @Test
  void provesAtTheEdgesOfTiles() {
    for (int size : EDGES) {
      assertThat(Proofs.root(size, of(size))).isEqualTo(ROOTS.get(size));
      for (int other : EDGES.stream().filter(it -> it <= size).toList()) {
        verifyInclusion(other - 1, size);
        verifyConsistency(other, size);
      }
    }
  }

  @Test
  void nothingHasARootToo() {
    assertThat(Proofs.root(0, of(0))).isEqualTo(Hash.EMPTY_ROOT);
  }

  /** RFC 6962, section 2.1.3, for seven entries. */
  @Test
  void hasTheHashesOfTheExampleOfTheStandard() {
    Hash c = LEAVES.get(2);
    Hash d = LEAVES.get(3);
    Hash g = Hash.node(LEAVES.get(0), LEAVES.get(1));
    Hash h = Hash.node(c, d);
    Hash i = Hash.node(LEAVES.get(4), LEAVES.get(5));
    Hash j = LEAVES.get(6);
    Hash k = Hash.node(g, h);
    Hash l = Hash.node(i, j);

    assertThat(Proofs.inclusion(0, 7, of(7))).containsExactly(LEAVES.get(1), h, l);
    assertThat(Proofs.inclusion(3, 7, of(7))).containsExactly(c, g, l);
    assertThat(Proofs.inclusion(4, 7, of(7))).containsExactly(LEAVES.get(5), j, k);
    assertThat(Proofs.inclusion(6, 7, of(7))).containsExactly(i, k);
    assertThat(Proofs.consistency(3, 7, of(7))).containsExactly(c, d, g, l);
    assertThat(Proofs.consistency(4, 7, of(7))).containsExactly(l);
    assertThat(Proofs.consistency(6, 7, of(7))).containsExactly(i, j, k);
  }

  /** Each way to spoil one proof; each must be noticed, at every size and index. */
  @Test
  void aSpoiledProofOfAnEntryIsRefused() {
    for (int size = 1; size <= 40; size++) {
      for (int index = 0; index < size; index++) {
        Inclusion good = new Inclusion(index, size);
        good.verify(good.proof);
        eachSpoiled(good.proof, proof -> assertFails(Check.INCLUSION, () -> good.verify(proof)));
        for (int other = 0; other < SMALL; other++) {
          good.refuses(other, size);
        }
      }
    }
  }

  private record Inclusion(int index, int size, List<Hash> proof) {
    Inclusion(int index, int size) {
      this(index, size, Proofs.inclusion(index, size, of(size)));
    }

    void verify(List<Hash> other) {
      Proofs.verifyInclusion(LEAVES.get(index), index, size, other, ROOTS.get(size));
    }

    /** Another index, entry or root than the proof is of. */
    void refuses(int other, int size) {
      Hash root = ROOTS.get(size);
      Hash leaf = LEAVES.get(index);
      if (other != index) {
        assertFails(Check.INCLUSION, () -> Proofs.verifyInclusion(leaf, other, size, proof, root));
        assertFails(
            Check.INCLUSION,
            () -> Proofs.verifyInclusion(LEAVES.get(other), index, size, proof, root));
      }
      if (other != size) {
        assertFails(
            Check.INCLUSION,
            () -> Proofs.verifyInclusion(leaf, index, size, proof, ROOTS.get(other)));
      }
    }
  }

  @Test
  void aSpoiledProofOfABeginningIsRefused() {
    for (int size = 2; size <= 40; size++) {
      for (int old = 1; old < size; old++) {
        int from = old;
        int to = size;
        List<Hash> good = Proofs.consistency(from, to, of(to));
        eachSpoiled(
            good,
            proof ->
                assertFails(
                    Check.CONSISTENCY,
                    () ->
                        Proofs.verifyConsistency(from, ROOTS.get(from), to, ROOTS.get(to), proof)));
        for (int other = 0; other < SMALL; other++) {
          refusesRoots(from, to, other, good);
        }
      }
    }
  }

  private static void refusesRoots(int from, int to, int other, List<Hash> proof) {
    Hash root = ROOTS.get(other);
    if (other != from) {
      assertFails(
          Check.CONSISTENCY, () -> Proofs.verifyConsistency(from, root, to, ROOTS.get(to), proof));
    }
    if (other != to) {
      assertFails(
          Check.CONSISTENCY,
          () -> Proofs.verifyConsistency(from, ROOTS.get(from), to, root, proof));
    }
  }

  /** A hash changed, left out, doubled, moved; one more at either end; none at all. */
  private static void eachSpoiled(List<Hash> good, Consumer<List<Hash>> check) {
    Hash stranger = Hash.EMPTY_ROOT;
    for (int i = 0; i < good.size(); i++) {
      check.accept(changed(good, i, it -> it.set(0, stranger)));
      check.accept(changed(good, i, List::removeFirst));
      check.accept(changed(good, i, it -> it.addFirst(it.getFirst())));
      check.accept(changed(good, i, it -> it.addFirst(stranger)));
      if (i + 1 < good.size()) {
        check.accept(changed(good, i, it -> Collections.swap(it, 0, 1)));
      }
    }
    check.accept(changed(good, good.size(), it -> it.add(stranger)));
    if (!good.isEmpty()) {
      check.accept(List.of());
    }
  }

  /** The list, changed from there on. */
  private static List<Hash> changed(List<Hash> list, int from, Consumer<List<Hash>> change) {
    List<Hash> copy = new ArrayList<>(list);
    change.accept(copy.subList(from, copy.size()));
    return copy;
  }

  /** The first of three guards that the loops of RFC 9162 lack; the second is a hash's length. */
  @Test
  void anIndexIsBelowTheSize() {
    for (long index : new long[] {-1, 7, 8, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertFails(
          Check.INCLUSION,
          () -> Proofs.verifyInclusion(leaf(0), index, 7, List.of(), ROOTS.get(7)));
      assertFails(Check.INCLUSION, () -> Proofs.inclusion(index, 7, of(7)));
    }
    assertFails(Check.INCLUSION, () -> Proofs.verifyInclusion(leaf(0), 0, 0, List.of(), leaf(0)));
    assertFails(Check.INCLUSION, () -> Proofs.verifyInclusion(leaf(0), 0, -1, List.of(), leaf(0)));
  }

  /** The third guard: nothing follows from an empty tree. */
  @Test
  void noProofLeadsFromAnEmptyTree() {
    for (int size : new int[] {0, 1, 7}) {
      assertFails(
          Check.CONSISTENCY,
          () -> Proofs.verifyConsistency(0, Hash.EMPTY_ROOT, size, ROOTS.get(size), List.of()));
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> Proofs.consistency(0, size, of(size)));
    }
  }

  /** Roots that somebody made to fit a proof of another length than the size has. */
  @Test
  void aProofHasTheLengthThatTheSizeSays() {
    Hash a = leaf(0);
    Hash b = leaf(1);
    Hash ba = Hash.node(b, a);
    Hash ab = Hash.node(a, b);
    assertFails(Check.INCLUSION, () -> Proofs.verifyInclusion(a, 0, 1, List.of(b), ba));
    assertFails(Check.INCLUSION, () -> Proofs.verifyInclusion(a, 0, 4, List.of(b), ab));
    assertFails(Check.CONSISTENCY, () -> Proofs.verifyConsistency(1, a, 4, ab, List.of(b)));
    Proofs.verifyInclusion(a, 0, 2, List.of(b), ab);
    Proofs.verifyConsistency(1, a, 2, ab, List.of(b));
  }

  @Test
  void aTreeDoesNotShrink() {
    assertFails(
        Check.CONSISTENCY,
        () -> Proofs.verifyConsistency(8, ROOTS.get(8), 7, ROOTS.get(7), List.of()));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> Proofs.consistency(8, 7, of(7)));
  }

  @Test
  void treesOfOneSizeHaveOneRoot() {
    Proofs.verifyConsistency(7, ROOTS.get(7), 7, ROOTS.get(7), List.of());
    assertFails(
        Check.CONSISTENCY,
        () -> Proofs.verifyConsistency(7, ROOTS.get(7), 7, ROOTS.get(6), List.of()));
    assertFails(
        Check.CONSISTENCY,
        () -> Proofs.verifyConsistency(7, ROOTS.get(7), 7, ROOTS.get(7), List.of(leaf(0))));
  }

  @Test
  void aTileOfAnotherWidthIsRefused() {
    for (int change : new int[] {-Hash.SIZE, -1, 1, Hash.SIZE}) {
      TileReader wrong = tile -> new byte[tile.width() * Hash.SIZE + change];
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> Proofs.inclusion(0, 7, wrong))
          .withMessageStartingWith("tile/0/000.p/7 has ");
    }
  }

  /** Whatever is claimed, there is an answer, and it is no. */
  @Property
  void nonsenseIsRefused(
      @ForAll long index, @ForAll long size, @ForAll @IntRange(max = 70) int hashes) {
    List<Hash> proof = Collections.nCopies(hashes, leaf(1));
    assertFails(
        Check.INCLUSION, () -> Proofs.verifyInclusion(leaf(0), index, size, proof, leaf(2)));
    assertFails(
        Check.CONSISTENCY, () -> Proofs.verifyConsistency(index, leaf(0), size, leaf(2), proof));
  }

  private static void assertFails(Check check, ThrowingCallable verify) {
    assertThatExceptionOfType(VerificationException.class)
        .isThrownBy(verify)
        .satisfies(e -> assertThat(e.check()).isEqualTo(check));
  }
}
