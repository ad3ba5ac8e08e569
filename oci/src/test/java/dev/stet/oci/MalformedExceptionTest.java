package dev.stet.oci;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MalformedExceptionTest {
  /** Whether a text can stand in an answer: one line, not endless, and writable as UTF-8. */
  static void assertReadable(String text) {
    assertThat(text).hasSizeLessThan(1000).doesNotContainPattern("\\p{Cntrl}");
    assertThat(java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(text))
        .as("no half character in " + text)
        .isTrue();
  }

  @Test
  void showsAValueQuoted() {
    assertThat(MalformedException.show("a\tb")).isEqualTo("\"a\uFFFDb\"");
    assertThat(MalformedException.show("x".repeat(81))).isEqualTo('"' + "x".repeat(80) + "…\"");
  }

  @Test
  void neverCutsACharacterInTwo() {
    assertReadable(MalformedException.show("x".repeat(79) + "\ud83d\ude00" + "x".repeat(9)));
    assertReadable(MalformedException.show("\ud83d"));
    assertReadable(MalformedException.show("\ude00\ud83d"));
  }

  @Property
  void staysReadableWhateverTheValue(@ForAll String value) {
    assertReadable(MalformedException.show(value));
  }
}
