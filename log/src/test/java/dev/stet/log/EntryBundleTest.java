package dev.stet.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryBundleTest {
  @Test
  void eachEntryFollowsItsLength() {
    byte[] bundle = EntryBundle.encode(List.of("ab".getBytes(UTF_8), new byte[0], new byte[258]));

    assertThat(HexFormat.of().formatHex(bundle)).isEqualTo("0002616200000102" + "00".repeat(258));
    assertThat(new EntryBundle(0, 3).decode(bundle))
        .containsExactly("ab".getBytes(UTF_8), new byte[0], new byte[258]);
  }

  @Test
  void anEntryHas65535BytesAtMost() {
    byte[] longest = new byte[65535];
    Arrays.fill(longest, (byte) 0xff);
    assertThat(new EntryBundle(0, 1).decode(EntryBundle.encode(List.of(longest))))
        .containsExactly(longest);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> EntryBundle.encode(List.of(new byte[65536])));
  }

  @Property
  void isReadBackAsItIsWritten(@ForAll @Size(min = 1, max = 256) List<byte[]> entries) {
    byte[] bundle = EntryBundle.encode(entries);
    assertThat(new EntryBundle(0, entries.size()).decode(bundle))
        .containsExactlyElementsOf(entries);
    for (int width : new int[] {entries.size() - 1, entries.size() + 1}) {
      if (width >= 1 && width <= Tile.WIDTH) {
        assertThatExceptionOfType(MalformedException.class)
            .isThrownBy(() -> new EntryBundle(0, width).decode(bundle));
      }
    }
  }

  @Property
  void bytesAreABundleOrMalformed(@ForAll @Size(max = 20) byte[] bytes) {
    for (int width = 1; width < 12; width++) {
      try {
        List<byte[]> entries = new EntryBundle(0, width).decode(bytes);
        assertThat(EntryBundle.encode(entries)).isEqualTo(bytes);
        assertThat(entries).hasSize(width);
      } catch (MalformedException e) {
        assertThat(e).hasMessageContaining("tile/entries/000.p/");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "0001", "0001aa00", "0001aa0001", "0000ff", "ffff"})
  void whatIsCutOrTooLongIsRefused(String hex) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new EntryBundle(0, 1).decode(HexFormat.of().parseHex(hex)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 256, tile/entries/000",
    "1234067, 256, tile/entries/x001/x234/067",
    "273, 112, tile/entries/273.p/112",
  })
  void hasAPath(long n, int width, String path) {
    EntryBundle bundle = new EntryBundle(n, width);
    assertThat(bundle.path()).isEqualTo(path);
    assertThat(EntryBundle.parse(path)).isEqualTo(bundle);
    assertThat(bundle.tile()).isEqualTo(new Tile(0, n, width));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tile/entries/",
        "tile/entries/1",
        "tile/entries/x000/001",
        "tile/entries/001.p/256",
        "tile/0/001",
        "tile/entries/0/001",
        "tile/entries/entries/001",
      })
  void nothingElseIsAPath(String path) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> EntryBundle.parse(path));
  }
}
