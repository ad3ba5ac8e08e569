package dev.stet.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LeafTest {
  private static final String DIGEST = "sha256:" + "a1".repeat(32);
  private static final Hash META = Hash.EMPTY_ROOT;

  private static Leaf parse(String text) {
    return Leaf.parse(text.getBytes(US_ASCII));
  }

  private static void assertIs(Leaf leaf, String text) {
    assertThat(leaf.text()).isEqualTo(text);
    assertThat(leaf.bytes()).isEqualTo(text.getBytes(US_ASCII));
    assertThat(parse(text)).isEqualTo(leaf);
  }

  @Test
  void aGenesisNamesTheLog() {
    assertIs(
        new Leaf.Genesis("log.example/stet", Optional.empty(), 1764064800000L),
        """
        stet-log/v1 genesis
        log.example/stet
        names plain
        name-key -
        previous -
        1764064800000
        """);
  }

  @Test
  void aGenesisMayNameTheLogBeforeIt() {
    assertIs(
        new Leaf.Genesis(
            "log.example/stet/2",
            Optional.of(new Leaf.Previous("log.example/stet", 70000, Hash.EMPTY_ROOT)),
            0),
        """
        stet-log/v1 genesis
        log.example/stet/2
        names plain
        name-key -
        previous log.example/stet 70000 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
        0
        """);
  }

  @Test
  void anAssignNamesAnImage() {
    assertIs(
        new Leaf.Assign("shop/api", "main-3035eca", DIGEST, 1, Optional.of(META)),
        """
        stet-log/v1 assign
        shop/api
        main-3035eca
        %s
        1
        meta sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        """
            .formatted(DIGEST));
  }

  @Test
  void aTombstoneSaysWhyAndARestoreDoesNot() {
    assertIs(
        new Leaf.Tombstone("shop/api", "1.0", 17, 2, Reason.SECURITY, Optional.empty()),
        """
        stet-log/v1 tombstone
        shop/api
        1.0
        assigned 17
        2
        reason security
        meta -
        """);
    assertIs(
        new Leaf.Restore("shop/api", "1.0", 17, 3, Optional.empty()),
        """
        stet-log/v1 restore
        shop/api
        1.0
        assigned 17
        3
        meta -
        """);
  }

  @Test
  void aKeyIsRepositoryAndTag() {
    assertThat(Leaf.key("shop/api", "1.0"))
        .hasToString("b1bc69a6922111c4ffc22fbd6560555d317bfb90a0680426680148e678be8a39");
    assertThat(Leaf.key("a/b", "c")).isNotEqualTo(Leaf.key("a", "b/c"));
  }

  @Test
  void cannotBeMadeWrong() {
    Optional<Hash> no = Optional.empty();
    assertRefused(() -> new Leaf.Assign("Shop", "1", DIGEST, 0, no));
    assertRefused(() -> new Leaf.Assign("shop\n", "1", DIGEST, 0, no));
    assertRefused(() -> new Leaf.Assign("r".repeat(256), "1", DIGEST, 0, no));
    assertRefused(() -> new Leaf.Assign("shop", "", DIGEST, 0, no));
    assertRefused(() -> new Leaf.Assign("shop", "1\n", DIGEST, 0, no));
    assertRefused(() -> new Leaf.Assign("shop", "1", DIGEST + "\n", 0, no));
    assertRefused(() -> new Leaf.Assign("shop", "1", "sha384:" + "a".repeat(96), 0, no));
    assertRefused(() -> new Leaf.Assign("shop", "1", DIGEST, -1, no));
    assertRefused(() -> new Leaf.Tombstone("shop", "1", -1, 0, Reason.OWNER, no));
    assertRefused(() -> new Leaf.Tombstone("shop", "1", 1, -1, Reason.OWNER, no));
    assertRefused(() -> new Leaf.Tombstone("shop", "+", 1, 1, Reason.OWNER, no));
    assertRefused(() -> new Leaf.Restore("", "1", 1, 0, no));
    assertRefused(() -> new Leaf.Restore("shop", "1", -1, 0, no));
    assertRefused(() -> new Leaf.Restore("shop", "1", 1, -1, no));
    assertRefused(() -> new Leaf.Genesis("a+b", Optional.empty(), 0));
    assertRefused(() -> new Leaf.Genesis("", Optional.empty(), 0));
    assertRefused(() -> new Leaf.Genesis("lög", Optional.empty(), 0));
    assertRefused(() -> new Leaf.Genesis("a", Optional.empty(), -1));
    assertRefused(() -> new Leaf.Previous("a b", 1, Hash.EMPTY_ROOT));
    assertRefused(() -> new Leaf.Previous("a", -1, Hash.EMPTY_ROOT));
  }

  @Test
  void hasAtMost2048Bytes() {
    int rest = new Leaf.Genesis("o", Optional.empty(), 0).text().length() - 1;
    String longest = "o".repeat(Leaf.MAX_BYTES - rest);

    assertThat(new Leaf.Genesis(longest, Optional.empty(), 0).bytes()).hasSize(2048);
    assertRefused(() -> new Leaf.Genesis(longest + "o", Optional.empty(), 0));
    String digest = "sha512:" + "a".repeat(128);
    assertThat(
            new Leaf.Assign(
                    "r".repeat(255), "t".repeat(128), digest, Long.MAX_VALUE, Optional.of(META))
                .bytes())
        .hasSizeLessThan(2048);
  }

  @Test
  void whatIsMalformedIsNotUnknown() {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> parse("stet-log/v1 assign\n"))
        .isExactlyInstanceOf(MalformedException.class);
    assertThatExceptionOfType(UnknownLeafException.class)
        .isThrownBy(() -> parse("stet-log/v1 rename\n"))
        .withMessageContaining("\"stet-log/v1 rename\"");
  }

  private static void assertRefused(ThrowingCallable make) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(make);
  }
}
