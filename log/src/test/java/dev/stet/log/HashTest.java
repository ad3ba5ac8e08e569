package dev.stet.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTest {
  private static final String EMPTY = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  @Test
  void leavesAndNodesAreHashedApart() {
    Hash leaf = Hash.leaf(new byte[0]);

    assertThat(Hash.EMPTY_ROOT.base64()).isEqualTo(EMPTY);
    assertThat(leaf)
        .hasToString("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    byte[] both = Arrays.copyOf(leaf.bytes(), 2 * Hash.SIZE);
    System.arraycopy(leaf.bytes(), 0, both, Hash.SIZE, Hash.SIZE);
    assertThat(Hash.node(leaf, leaf)).isNotEqualTo(Hash.leaf(both));
  }

  @Test
  void isReadBackAsItIsWritten() {
    assertThat(Hash.parseBase64(EMPTY))
        .isEqualTo(Hash.EMPTY_ROOT)
        .hasSameHashCodeAs(Hash.EMPTY_ROOT);
    assertThat(Hash.of(Hash.EMPTY_ROOT.bytes())).isEqualTo(Hash.EMPTY_ROOT);
    assertThat(HexFormat.of().parseHex(Hash.EMPTY_ROOT.toString()))
        .isEqualTo(Hash.EMPTY_ROOT.bytes());
  }

  @Test
  void cannotBeChangedFromOutside() {
    byte[] bytes = Hash.EMPTY_ROOT.bytes();
    Hash hash = Hash.of(bytes);
    bytes[0]++;
    hash.bytes()[0]++;
    assertThat(hash).isEqualTo(Hash.EMPTY_ROOT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 64})
  void has32Bytes(int length) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> Hash.of(new byte[length]))
        .withMessage("a hash has 32 bytes, got " + length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU==",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=",
        "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=",
        " 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "AAAA",
      })
  void isCanonicalBase64(String text) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Hash.parseBase64(text));
  }
}
