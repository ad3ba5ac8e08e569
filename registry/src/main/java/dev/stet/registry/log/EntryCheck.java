package dev.stet.registry.log;

import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.Leaf;
import dev.stet.log.MalformedException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Checks all entries in their order, and the tiles with them. Used once. */
final class EntryCheck {
  private static final String ENTRIES =
      "SELECT e.idx, e.sequence, e.leaf, o.opening FROM log_entry e"
          + " LEFT JOIN log_opening o ON o.idx = e.idx ORDER BY e.idx";

  private final Handle handle;
  private final LogState state;
  private final LogCheck.Told told;
  private final TileCheck tiles;
  private final Frontier edge = Frontier.empty();
  private long next;
  private boolean gaps;
  private long sequence; // of the last entry
  private long time;

  EntryCheck(Handle handle, LogState state, LogCheck.Told told) {
    this.handle = handle;
    this.state = state;
    this.told = told;
    this.tiles = new TileCheck(handle, told);
  }

  @SuppressWarnings("ArrayRecordComponent") // a row, never compared
  private record Row(long index, @Nullable Long sequence, byte[] leaf, byte @Nullable [] opening) {}

  /** Checks them, and returns the root to which they lead; empty if some are missing. */
  Optional<Hash> run() {
    handle
        .createQuery(ENTRIES)
        .map(
            (row, _) -> {
              long event = row.getLong(2);
              Long sequence = row.wasNull() ? null : event;
              return new Row(row.getLong(1), sequence, row.getBytes(3), row.getBytes(4));
            })
        .forEach(this::check);
    requireUpTo(state.size());
    if (gaps) {
      return Optional.empty(); // nobody can say what the tiles should be
    }
    tiles.end();
    return Optional.of(edge.root());
  }

  private void check(Row row) {
    told.entry();
    if (row.index() < 0 || row.index() >= state.size()) {
      damaged(row.index(), "it is beyond the end of the log, which has size " + state.size());
      return;
    }
    requireUpTo(row.index());
    next = row.index() + 1;
    judge(row);
    if (!gaps) {
      Hash hash = Hash.leaf(row.leaf());
      edge.append(hash);
      tiles.append(hash);
    }
  }

  private void requireUpTo(long index) {
    if (next < index) {
      gaps = true;
      String last = next == index - 1 ? "" : " and those after it up to " + (index - 1);
      damaged(next, "it is gone" + last);
    }
  }

  private void judge(Row row) {
    try {
      Leaf leaf = Leaf.parse(row.leaf());
      follows(row, leaf);
      if (row.index() == 0 && !(leaf instanceof Leaf.Genesis)) {
        damaged(0, "the log does not begin with what it is called");
      }
      switch (leaf) {
        case Leaf.Genesis genesis -> begins(row.index(), genesis);
        case Leaf.Assign assign -> {
          opens(row, assign.meta());
          held(row, assign);
        }
        case Leaf.Tombstone it -> {
          opens(row, it.meta());
          refers(row.index(), it.assigned(), it.repository(), it.tag());
        }
        case Leaf.Restore it -> {
          opens(row, it.meta());
          refers(row.index(), it.assigned(), it.repository(), it.tag());
        }
      }
    } catch (MalformedException e) {
      damaged(row.index(), "it is no leaf (" + e.getMessage() + ")");
    }
  }

  /** Times and events only ever rise. */
  private void follows(Row row, Leaf leaf) {
    if (leaf.time() < time) {
      damaged(row.index(), "its time " + leaf.time() + " is before that of an entry before it");
    }
    time = Math.max(time, leaf.time());
    if (row.index() > 0 && (row.sequence() == null || row.sequence() <= sequence)) {
      damaged(row.index(), "the event by which it was made is none after that of the entry before");
    }
    sequence = row.sequence() == null ? sequence : row.sequence();
  }

  private void begins(long index, Leaf.Genesis genesis) {
    if (index != 0 || !genesis.origin().equals(state.origin())) {
      damaged(index, "it begins the log " + genesis.origin() + ", which only the first entry may");
    }
  }

  private void opens(Row row, Optional<Hash> meta) {
    if (row.opening() != null && !meta.equals(Optional.of(new Opening(row.opening()).hash()))) {
      told.fault(
          LogFault.OPENING_DAMAGED,
          "entry " + row.index(),
          "what is kept to open its meta line does not hash to it, so nobody can say who made the"
              + " entry: restore a backup, or erase it (DELETE /api/v1/log/entries/"
              + row.index()
              + "/meta)");
    }
  }

  /** What an entry takes back or brings back is the assignment of the same tag. */
  private void refers(long index, long assigned, String repository, String tag) {
    boolean assigns =
        LogRows.entry(handle, assigned)
            .filter(_ -> assigned < index)
            .filter(it -> assigns(it, repository, tag))
            .isPresent();
    if (!assigns) {
      damaged(index, "entry " + assigned + ", which it names, does not assign the tag " + tag);
    }
  }

  private static boolean assigns(byte[] entry, String repository, String tag) {
    try {
      return Leaf.parse(entry) instanceof Leaf.Assign it
          && it.repository().equals(repository)
          && it.tag().equals(tag);
    } catch (MalformedException e) {
      return false; // which is said of that entry
    }
  }

  /** The record of an assigned tag goes by this very entry. */
  private void held(Row row, Leaf.Assign leaf) {
    boolean held =
        handle
            .createQuery(
                "SELECT sequence FROM name WHERE repository = ? AND name = ? AND kind = 'tag'")
            .bind(0, leaf.repository())
            .bind(1, leaf.tag())
            .mapTo(Long.class)
            .findOne()
            .filter(it -> it.equals(row.sequence()))
            .isPresent();
    if (!held) {
      told.fault(
          LogFault.CONTRADICTED,
          leaf.repository() + ":" + leaf.tag(),
          "entry "
              + row.index()
              + " assigns it, and there is no record of a tag that goes by this entry"
              + LogCheck.RESTORE);
    }
  }

  private void damaged(long index, String what) {
    told.fault(LogFault.DAMAGED, "entry " + index, what + LogCheck.RESTORE);
  }
}
