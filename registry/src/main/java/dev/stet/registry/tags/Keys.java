package dev.stet.registry.tags;

import dev.stet.oci.RepositoryName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** A set of keys (repository, something) whose rows are read with few queries. */
final class Keys {
  /** How many keys go into one query; the driver's limit on variables is far above. */
  private static final int STEP = 500;

  /** One key. */
  record Key(String repository, String other) {}

  private final Set<Key> keys = new LinkedHashSet<>();

  void add(RepositoryName repository, Object other) {
    keys.add(new Key(repository.value(), other.toString()));
  }

  /**
   * Reads the rows of the keys.
   *
   * @param select a query over the keys, which it sees as table {@code k (repository, other)}
   */
  <T> List<T> read(Handle handle, String select, RowMapper<T> mapper) {
    List<T> rows = new ArrayList<>();
    List<Key> all = List.copyOf(keys);
    for (int start = 0; start < all.size(); start += STEP) {
      rows.addAll(
          step(handle, all.subList(start, Math.min(start + STEP, all.size())), select, mapper));
    }
    return rows;
  }

  private static <T> List<T> step(
      Handle handle, List<Key> step, String select, RowMapper<T> mapper) {
    String values = "(?, ?)" + ", (?, ?)".repeat(step.size() - 1);
    try (Query query =
        handle.createQuery("WITH k (repository, other) AS (VALUES " + values + ") " + select)) {
      for (int i = 0; i < step.size(); i++) {
        query.bind(2 * i, step.get(i).repository()).bind(2 * i + 1, step.get(i).other());
      }
      return query.map(mapper).list();
    }
  }
}
