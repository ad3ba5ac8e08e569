package dev.stet.registry.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Reference;
import dev.stet.oci.RepositoryName;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StandingCacheTest {
  private static final RepositoryName SHOP = RepositoryName.parse("shop");
  private static final RepositoryName OTHER = RepositoryName.parse("other");
  private static final Reference TAG = Reference.parse("1.0");

  private final Sequence numbers = new Sequence(0);
  private final StandingCache<String> cache = new StandingCache<>(numbers, 1000, (_, value) -> 10);

  @Test
  void keepsWhatWasPutInPerRepository() {
    assertThat(cache.find(SHOP, TAG)).isEmpty();
    cache.fill(SHOP, TAG, "image", 0);
    assertThat(cache.find(SHOP, TAG)).contains("image");
    assertThat(cache.find(OTHER, TAG)).isEmpty();
    assertThat(cache.find(SHOP, Reference.parse("1.1"))).isEmpty();
  }

  @Test
  void aTombstoneDropsWhatWasReadBeforeIt() {
    cache.fill(SHOP, TAG, "image", 4);
    cache.fill(OTHER, TAG, "image", 4);
    numbers.tombstone(SHOP, 5);
    assertThat(cache.find(SHOP, TAG)).isEmpty();
    assertThat(cache.find(OTHER, TAG)).as("another repository's").contains("image");
  }

  @Test
  void aFillThatWasReadBeforeTheTombstoneIsNotServed() {
    numbers.tombstone(SHOP, 5);
    cache.fill(SHOP, TAG, "read before", 4);
    assertThat(cache.find(SHOP, TAG)).isEmpty();
    cache.fill(SHOP, TAG, "read after", 5);
    assertThat(cache.find(SHOP, TAG)).contains("read after");
    cache.fill(SHOP, TAG, "read before", 4);
    assertThat(cache.find(SHOP, TAG)).as("a late fill hides it, nothing worse").isEmpty();
  }

  @Test
  void anOlderTombstoneTakesNothingBack() {
    numbers.tombstone(SHOP, 9);
    numbers.tombstone(SHOP, 5);
    cache.fill(SHOP, TAG, "image", 7);
    assertThat(cache.find(SHOP, TAG)).isEmpty();
  }

  /** The reader notes the number, reads the row, and fills; the tombstone falls in between. */
  @Test
  void noInterleavingServesWhatIsGone() throws InterruptedException {
    for (int round = 0; round < 2000; round++) {
      RepositoryName repository = RepositoryName.parse("r" + round);
      Sequence sequence = new Sequence(1);
      StandingCache<String> raced = new StandingCache<>(sequence, 1000, (_, value) -> 10);
      AtomicReference<String> row = new AtomicReference<>("image");
      CountDownLatch start = new CountDownLatch(2);
      Thread reader =
          Thread.startVirtualThread(
              () -> {
                meet(start);
                long readAt = sequence.newest();
                String value = row.get();
                if (!value.isEmpty()) {
                  raced.fill(repository, TAG, value, readAt);
                }
              });
      meet(start);
      row.set(""); // committed
      sequence.tombstone(repository, 2);
      reader.join();
      assertThat(raced.find(repository, TAG)).as("round " + round).isEmpty();
    }
  }

  private static void meet(CountDownLatch start) {
    start.countDown();
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void holdsNoMoreThanItMay() {
    for (int i = 0; i < 100_000; i++) {
      cache.fill(SHOP, Reference.parse("t" + i), "image", 0);
    }
    long held = 0;
    for (int i = 0; i < 100_000; i++) {
      held += cache.find(SHOP, Reference.parse("t" + i)).isPresent() ? 1 : 0;
    }
    assertThat(held).isLessThan(1000);
  }

  @Test
  void theSequenceOnlyGrows() {
    Sequence sequence = new Sequence(7);
    assertThat(sequence.newest()).isEqualTo(7);
    sequence.committed(9);
    sequence.committed(8);
    assertThat(sequence.newest()).isEqualTo(9);
  }
}
