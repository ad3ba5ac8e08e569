package dev.stet.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KeySetTest {
  private static final int MANY = 1_000_000;

  private static Hash key(long i) {
    return Hash.leaf(ByteBuffer.allocate(Long.BYTES).putLong(i).array());
  }

  @Property
  void remembersWhatWasPutLast(
      @ForAll @Size(max = 500) List<@IntRange(max = 300) Integer> numbers) {
    KeySet keys = new InMemoryKeySet();
    Map<Hash, KeyState> wanted = new HashMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      Hash key = key(numbers.get(i));
      KeyState state = new KeyState(i, i % 3 == 0 ? Optional.of(Reason.LEGAL) : Optional.empty());
      assertThat(keys.get(key)).isEqualTo(Optional.ofNullable(wanted.get(key)));
      keys.put(key, state);
      wanted.put(key, state);
    }
    assertThat(keys.size()).isEqualTo(wanted.size());
    wanted.forEach((key, state) -> assertThat(keys.get(key)).contains(state));
  }

  /** Keys that belong to one place of the table, also to its last, do not hide each other. */
  @Test
  void keysThatCollideStayApart() {
    KeySet keys = new InMemoryKeySet();
    for (int i = 0; i < 500; i++) {
      keys.put(colliding(i), KeyState.live(i));
    }
    for (int i = 0; i < 500; i++) {
      assertThat(keys.get(colliding(i))).contains(KeyState.live(i));
    }
    assertThat(keys.get(colliding(500))).isEmpty();
  }

  /** Equal but in one of the eight last bytes. */
  private static Hash colliding(int i) {
    return Hash.of(ByteBuffer.allocate(Hash.SIZE).putLong(-1).putLong(24, i).array());
  }

  @Test
  void aMillionTagsAreAffordable() {
    InMemoryKeySet keys = new InMemoryKeySet();
    for (int i = 0; i < MANY; i++) {
      keys.put(key(i), KeyState.live(i));
    }
    assertThat(keys.size()).isEqualTo(MANY);
    for (int i = 0; i < MANY; i += 997) {
      assertThat(keys.get(key(i))).contains(KeyState.live(i));
      assertThat(keys.get(key(-1 - i))).isEmpty();
    }
    assertThat(keys.bytes() / MANY).isBetween(44L, 47L);
  }

  @Test
  void aStateFitsIntoALong() {
    for (long assigned : new long[] {0, 1, 255, 1L << 40, (1L << 60) - 1}) {
      assertRoundTrip(KeyState.live(assigned));
      for (Reason reason : Reason.values()) {
        assertRoundTrip(new KeyState(assigned, Optional.of(reason)));
      }
    }
    assertThat(new KeyState(5, Optional.of(Reason.SECURITY)).packed()).isEqualTo(5 * 8 + 3);
  }

  private static void assertRoundTrip(KeyState state) {
    assertThat(state.packed()).isNotNegative();
    assertThat(KeyState.unpacked(state.packed())).isEqualTo(state);
  }

  @Test
  void aStateThatIsNoneIsRefused() {
    for (long packed : new long[] {-1, Long.MIN_VALUE, 5, 6, 7, 8 + 7}) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> KeyState.unpacked(packed));
    }
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> KeyState.live(1L << 60));
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> KeyState.live(-1));
  }
}
