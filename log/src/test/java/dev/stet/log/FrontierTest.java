package dev.stet.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrontierTest {
  /** The entries that RFC 6962's implementations use for their examples. */
  private static final List<String> ENTRIES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  @ParameterizedTest
  @CsvSource({
    "0, 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "1, bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=",
    "2, +sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=",
    "3, rra8/idLcKFPsGel5VeCZNsPqbUa9eC6FZFY8yngbnc=",
    "4, 037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
    "5, Tju7H3tHjc/nH7YxYxUZo7yhLJrvyhYSv85ME6hiZNQ=",
    "6, duZ9rbzfHhDht03cYIq9L5jfsW+851J3tSMqEn8gh+8=",
    "7, 3bib5AOAnjJXUNPSY814kpwpQreUKjS3fhIslZSnTIw=",
    "8, XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=",
  })
  void hasTheRootsOfTheExamples(int size, String root) {
    Frontier frontier = Frontier.empty();
    ENTRIES.subList(0, size).forEach(it -> frontier.append(Hash.leaf(HexFormat.of().parseHex(it))));

    assertThat(frontier.size()).isEqualTo(size);
    assertThat(frontier.root().base64()).isEqualTo(root);
  }

  /** RFC 6962, section 2.1, word for word. */
  private static Hash root(List<Hash> leaves) {
    if (leaves.isEmpty()) {
      return Hash.EMPTY_ROOT;
    }
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return Hash.node(root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
  }

  @Test
  void hasTheRootOfTheDefinitionAtEachSize() {
    List<Hash> leaves = new ArrayList<>();
    Frontier frontier = Frontier.empty();
    for (int i = 0; i < 600; i++) {
      assertThat(frontier.root()).isEqualTo(root(leaves));
      assertThat(frontier.hashes()).hasSize(Integer.bitCount(i));
      leaves.add(Hash.leaf(ByteBuffer.allocate(Integer.BYTES).putInt(i).array()));
      frontier = Frontier.of(frontier.size(), frontier.hashes()); // as after a restart
      frontier.append(leaves.getLast());
    }
  }

  @Test
  void aCopyGrowsApart() {
    Frontier frontier = Frontier.empty();
    Frontier copy = frontier.copy();
    copy.append(Hash.EMPTY_ROOT);
    List<Hash> hashes = copy.hashes();
    copy.append(Hash.EMPTY_ROOT);

    assertThat(frontier.size()).isZero();
    assertThat(frontier.root()).isEqualTo(Hash.EMPTY_ROOT);
    assertThat(hashes).hasSize(1);
    assertThat(copy.size()).isEqualTo(2);
  }

  @Test
  void hasAHashForEachFullSubtree() {
    List<Hash> two = List.of(Hash.EMPTY_ROOT, Hash.EMPTY_ROOT);
    for (long size : new long[] {-1, 0, 1, 2, 4, 7, Long.MIN_VALUE}) {
      assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Frontier.of(size, two));
    }
    assertThat(Frontier.of(3, two).size()).isEqualTo(3);
    assertThat(Frontier.of(0, List.of()).root()).isEqualTo(Hash.EMPTY_ROOT);
  }
}
