package dev.stet.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 256, tile/0/000",
    "0, 5, 256, tile/0/005",
    "0, 1234067, 256, tile/0/x001/x234/067",
    "0, 999, 1, tile/0/999.p/1",
    "3, 1000, 255, tile/3/x001/000.p/255",
    "63, 1234, 5, tile/63/x001/234.p/5",
    "1, 36028797018963967, 256, tile/1/x036/x028/x797/x018/x963/967",
  })
  void hasAPath(int level, long n, int width, String path) {
    assertThat(new Tile(level, n, width).path()).isEqualTo(path);
    assertThat(Tile.parse(path)).isEqualTo(new Tile(level, n, width));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x001",
        "tile/0/x000/001",
        "tile/0/001/001",
        "tile/0/x001/x001",
        "tile/0/X001/001",
        "tile/00/001",
        "tile/64/001",
        "tile/-1/001",
        "tile/+1/001",
        "tile/8/data/001",
        "tile/entries/001",
        "/tile/0/001",
        "tile//001",
        "tile/0//001",
        "tile/0/001/",
        "tile/0/001.p",
        "tile/0/001.p/",
        "tile/0/001.p/0",
        "tile/0/001.p/01",
        "tile/0/001.p/256",
        "tile/0/001.p/1.p/1",
        "tile/0/001.p/1/",
        "tile/0/001.P/1",
        "tile/0/00\u0661",
        "tile/0/x009/x223/x372/x036/x854/x775/808",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
        "tile/0/x072/x057/x594/x037/x927/936",
        "tile/0/x036/x028/x797/x018/x963/968",
      })
  void nothingElseIsAPath(String path) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Tile.parse(path));
  }

  @Property
  void isReadBackAsItIsWritten(
      @ForAll @IntRange(max = 63) int level,
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE >> 8) long n,
      @ForAll @IntRange(min = 1, max = 256) int width) {
    Tile tile = new Tile(level, n, width);
    assertThat(Tile.parse(tile.path())).isEqualTo(tile);
    assertThat(Tile.parse(tile.whole().path())).isEqualTo(tile.whole());
    assertThat(tile.full()).isEqualTo(tile.equals(tile.whole()));
  }

  /** How many tiles of each level a tree has, the partial one after a plus. */
  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "1, +1",
    "255, +255",
    "256, 1 +1",
    "257, 1+1 +1",
    "65535, 255+255 +255",
    "65536, 256 1 +1",
    "65537, 256+1 1 +1",
    "70000, 273+112 1+17 +1",
  })
  void aTreeHasTilesByItsSize(long size, String wanted) {
    List<Tile> tiles = Tile.all(size);
    String found =
        tiles.stream().collect(Collectors.groupingBy(Tile::level)).values().stream()
            .map(TileTest::counted)
            .collect(Collectors.joining(" "));
    assertThat(found).isEqualTo(wanted);
    for (Tile tile : tiles) {
      assertThat(Tile.at(tile.level(), tile.n(), size)).isEqualTo(tile);
    }
  }

  private static String counted(List<Tile> level) {
    long full = level.stream().filter(Tile::full).count();
    String partial = level.getLast().full() ? "" : "+" + level.getLast().width();
    return full == 0 ? partial : full + partial;
  }

  /** The partial width at a level is what the specification computes it from. */
  @Property
  void thePartialWidthIsTheRest(
      @ForAll @LongRange(min = 1) long size, @ForAll @IntRange(max = 8) int level) {
    long hashes = level == 8 ? 0 : size >> (8 * level);
    if (hashes % 256 != 0) {
      assertThat(Tile.at(level, hashes / 256, size))
          .isEqualTo(new Tile(level, hashes / 256, (int) (hashes % 256)));
    } else {
      assertNone(level, hashes / 256, size);
    }
    assertNone(level, hashes / 256 + 1, size);
  }

  @Test
  void whatATreeDoesNotHaveIsRefused() {
    assertNone(0, 0, 0);
    assertNone(0, 1, 256);
    assertNone(1, 0, 255);
    assertNone(0, -1, 256);
    assertNone(-1, 0, 256);
    assertNone(64, 0, Long.MAX_VALUE);
    assertNone(0, 1L << 56, 300);
    assertNone(0, Long.MAX_VALUE, 300);
  }

  private static void assertNone(int level, long n, long size) {
    assertThatExceptionOfType(MalformedException.class)
        .as("level %d, number %d, size %d", level, n, size)
        .isThrownBy(() -> Tile.at(level, n, size));
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 1",
    "64, 0, 1",
    "0, -1, 1",
    "0, 36028797018963968, 1",
    "0, 0, 0",
    "0, 0, 257",
    "0, 0, -1"
  })
  void cannotBeMadeWrong(int level, long n, int width) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> new Tile(level, n, width));
  }
}
