package dev.stet.registry.standing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import dev.stet.oci.Reference;
import dev.stet.oci.RepositoryName;
import java.util.Optional;

/**
 * A cache of standing things, bounded by weight, without expiry. Safe for use by many threads; no
 * method blocks.
 *
 * @param <V> what is cached
 */
public final class StandingCache<V> {
  private record Key(RepositoryName repository, Reference reference) {}

  private record Entry<V>(V value, long readAt) {}

  private final Cache<Key, Entry<V>> entries;
  private final Sequence sequence;

  /**
   * Makes an empty cache.
   *
   * @param sequence knows what was taken away since a value was read
   * @param bytes how much it may hold, as the weigher counts
   * @param weigher the bytes that a value takes
   */
  public StandingCache(Sequence sequence, long bytes, Weigher<Reference, V> weigher) {
    this.sequence = sequence;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((Key key, Entry<V> entry) -> weigher.weigh(key.reference(), entry.value()))
            .build();
  }

  /** The value, if it is here and no tombstone came after it was read. */
  public Optional<V> find(RepositoryName repository, Reference reference) {
    Entry<V> entry = entries.getIfPresent(new Key(repository, reference));
    return entry == null || sequence.tombstoneSince(repository, entry.readAt())
        ? Optional.empty()
        : Optional.of(entry.value());
  }

  /**
   * Puts a value in.
   *
   * @param readAt {@link Sequence#newest} as it was before the value was read
   */
  public void fill(RepositoryName repository, Reference reference, V value, long readAt) {
    entries.put(new Key(repository, reference), new Entry<>(value, readAt));
  }
}
