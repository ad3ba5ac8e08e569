package dev.stet.registry.standing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import dev.stet.oci.Reference;
import dev.stet.oci.RepositoryName;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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
  private final ConcurrentHashMap<RepositoryName, Long> tombstones = new ConcurrentHashMap<>();

  /**
   * Makes an empty cache.
   *
   * @param bytes how much it may hold, as the weigher counts
   * @param weigher the bytes that a value takes
   */
  public StandingCache(long bytes, Weigher<Reference, V> weigher) {
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((Key key, Entry<V> entry) -> weigher.weigh(key.reference(), entry.value()))
            .build();
  }

  /** The value, if it is here and no tombstone came after it was read. */
  public Optional<V> find(RepositoryName repository, Reference reference) {
    Entry<V> entry = entries.getIfPresent(new Key(repository, reference));
    return entry == null || entry.readAt() < lastTombstone(repository)
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

  /** Notes that something in the repository was taken away by the event of that number. */
  public void tombstone(RepositoryName repository, long number) {
    tombstones.merge(repository, number, Math::max);
  }

  private long lastTombstone(RepositoryName repository) {
    @Nullable Long number = tombstones.get(repository);
    return number == null ? Long.MIN_VALUE : number;
  }
}
