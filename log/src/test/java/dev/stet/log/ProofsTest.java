package dev.stet.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofsTest {
  private static final int SIZE = 300;

  @Test
  void provesEachEntryAndEachBeginningAtEachSize() {
    MemoryTiles tiles = new MemoryTiles();
    List<Hash> roots = new ArrayList<>(List.of(Hash.EMPTY_ROOT));
    List<Hash> leaves = new ArrayList<>();
    for (int size = 1; size <= SIZE; size++) {
      leaves.add(Hash.leaf(("entry " + size).getBytes(StandardCharsets.UTF_8)));
      tiles.append(leaves.getLast());
      Hash root = tiles.frontier().root();
      roots.add(root);
      assertThat(Proofs.root(size, tiles)).isEqualTo(root);
      assertThat(Proofs.frontier(size, tiles).hashes()).isEqualTo(tiles.frontier().hashes());
      for (int other = 1; other <= size; other++) {
        Proofs.verifyInclusion(
            leaves.get(other - 1), other - 1, size, Proofs.inclusion(other - 1, size, tiles), root);
        Proofs.verifyConsistency(
            other, roots.get(other), size, root, Proofs.consistency(other, size, tiles));
      }
    }
  }
}
