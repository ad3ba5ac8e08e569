package dev.stet.auditor.replay;

import dev.stet.auditor.reading.EntryReader;
import dev.stet.auditor.reading.EntryReader.Stretch;
import dev.stet.auditor.reading.HttpLog;
import dev.stet.auditor.reading.UnreadableException;
import dev.stet.log.Checkpoint;
import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.Note;
import dev.stet.log.Proofs;
import dev.stet.log.UnknownLeafException;
import dev.stet.log.VerificationException;
import dev.stet.log.VerifierKey;
import dev.stet.log.ViolationException;
import java.util.List;
import java.util.Optional;

/**
 * Goes from what was replayed to a signed checkpoint, entry by entry. For one thread.
 *
 * <p>Entries are tied to the signed tree before they are judged, so that what is said of them can
 * be shown to others.
 */
final class Replay {
  /** How many entries are read, tied to the tree and kept at once. */
  static final int STRETCH = 1 << 16;

  private final AuditStore store;
  private final HttpLog log;
  private final EntryReader reader;
  private final List<VerifierKey> keys;

  Replay(AuditStore store, HttpLog log, List<VerifierKey> keys) {
    this.store = store;
    this.log = log;
    this.reader = new EntryReader(log);
    this.keys = keys;
  }

  /**
   * Replays up to a checkpoint.
   *
   * @param note signed by the log
   */
  Verdict advance(Note note) {
    try {
      Checkpoint target = Checkpoint.parse(note.text());
      Optional<Verdict> against = compare(note, target);
      while (against.isEmpty() && store.size() < target.size()) {
        against = stretch(note, target);
      }
      return against.orElseGet(() -> new Verdict.Sound(note));
    } catch (UnreadableException e) {
      return e.withheld()
          ? new Verdict.Withheld(e.getMessage())
          : new Verdict.Unreachable(e.getMessage());
    }
  }

  /** What there is against a checkpoint when it is held beside the newest that was seen. */
  Optional<Verdict> compare(Note note, Checkpoint target) {
    Optional<Note> seen = store.seen();
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    Checkpoint last = Checkpoint.parse(seen.get().text());
    if (target.size() >= last.size()) {
      return against(seen.get(), last, note, target);
    }
    return against(note, target, seen.get(), last)
        .or(() -> Optional.of(new Verdict.Old(target.size(), last.size())));
  }

  private Optional<Verdict> against(Note older, Checkpoint small, Note newer, Checkpoint large) {
    if (small.equals(large) || small.size() == 0) {
      return Optional.empty();
    }
    try {
      List<Hash> proof =
          small.size() == large.size()
              ? List.of()
              : Proofs.consistency(small.size(), large.size(), log);
      Proofs.verifyConsistency(small.size(), small.root(), large.size(), large.root(), proof);
      return Optional.empty();
    } catch (VerificationException e) {
      return Optional.of(
          search()
              .fork(older, small, newer, large)
              .<Verdict>map(Verdict.Wrong::new)
              .orElseGet(
                  () ->
                      new Verdict.Withheld(
                          "no proof that the tree of size "
                              + large.size()
                              + " continues that of size "
                              + small.size()
                              + ": "
                              + e.getMessage())));
    }
  }

  private Optional<Verdict> stretch(Note note, Checkpoint target) {
    long end = Math.min(store.size() + STRETCH, target.size());
    Stretch stretch = reader.read(store.size(), end, target.size());
    try {
      bind(stretch, target);
    } catch (VerificationException e) {
      return Optional.of(
          search()
              .unbound(note, target, store.size(), stretch)
              .<Verdict>map(Verdict.Unbound::new)
              .orElseGet(
                  () ->
                      new Verdict.Withheld(
                          "the tiles do not lead to the signed root: " + e.getMessage())));
    }
    Optional<Verdict> against = judge(note, target, stretch);
    store.commit(Optional.of(note), store.signed());
    return against;
  }

  /** Ties entries to the signed tree. */
  private void bind(Stretch stretch, Checkpoint target) {
    Frontier edge = store.frontier();
    stretch.hashes().forEach(edge::append);
    List<Hash> proof =
        edge.size() == target.size()
            ? List.of()
            : Proofs.consistency(edge.size(), target.size(), log);
    Proofs.verifyConsistency(edge.size(), edge.root(), target.size(), target.root(), proof);
  }

  private Optional<Verdict> judge(Note note, Checkpoint target, Stretch stretch) {
    for (byte[] entry : stretch.entries()) {
      try {
        store.replay(entry);
      } catch (UnknownLeafException e) {
        return Optional.of(new Verdict.Unjudged(String.valueOf(e.getMessage())));
      } catch (ViolationException e) {
        return Optional.of(
            search()
                .violation(note, target, e, entry, store::assigned)
                .<Verdict>map(Verdict.Wrong::new)
                .orElseGet(
                    () ->
                        new Verdict.Withheld(
                            e.getMessage() + "; but the log does not show the entries again")));
      }
    }
    return Optional.empty();
  }

  private EvidenceSearch search() {
    return new EvidenceSearch(log, keys);
  }
}
