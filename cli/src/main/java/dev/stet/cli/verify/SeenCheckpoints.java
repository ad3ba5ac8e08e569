package dev.stet.cli.verify;

import dev.stet.cli.command.Failure;
import dev.stet.cli.server.LogSite;
import dev.stet.log.Checkpoint;
import dev.stet.log.EvidenceFile;
import dev.stet.log.Hash;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.log.Policy;
import dev.stet.log.Proofs;
import dev.stet.log.TileReader;
import dev.stet.log.VerificationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Compares a checkpoint with those that were seen before: each has to be a beginning of the newest.
 * So a log cannot show one history today and another tomorrow, whoever signs it.
 */
final class SeenCheckpoints {
  private final Lock lock;

  SeenCheckpoints(Lock lock) {
    this.lock = lock;
  }

  /**
   * Compares a checkpoint, and remembers it.
   *
   * @param note as the policy has accepted it
   * @param site where the tiles are; empty if nothing may be asked, then only checkpoints of the
   *     same size are compared, and the rest waits for the next time
   * @throws ForkException if the log has signed two histories
   * @throws VerificationException if one does not lead to the other, and the tiles that are served
   *     do not tell why
   * @throws MalformedException if the tiles are not what they should be
   * @throws Failure if they cannot be read
   */
  void compare(Note note, Policy policy, Optional<LogSite> site) {
    Note seen = new Note(note.text(), List.of(note.by(policy.log()).orElseThrow()));
    String origin = head(seen).origin();
    List<Note> bySize = new ArrayList<>(lock.checkpoints(origin));
    bySize.add(seen);
    bySize.sort(Comparator.comparingLong(it -> head(it).size()));
    requireOneRootForASize(bySize, policy);
    site.ifPresent(tiles -> requireBeginnings(bySize, policy, tiles));
    lock.see(seen);
    if (site.isPresent()) {
      lock.forgetOlder(origin);
    }
  }

  private static Checkpoint head(Note note) {
    return Checkpoint.parse(note.text());
  }

  private static void requireOneRootForASize(List<Note> bySize, Policy policy) {
    for (int i = 1; i < bySize.size(); i++) {
      Checkpoint one = head(bySize.get(i - 1));
      Checkpoint other = head(bySize.get(i));
      if (one.size() == other.size() && !one.root().equals(other.root())) {
        throw fork(bySize.get(i - 1), bySize.get(i), policy, other.root(), List.of());
      }
    }
  }

  private static void requireBeginnings(List<Note> bySize, Policy policy, TileReader tiles) {
    Note newest = bySize.getLast();
    for (Note older : bySize) {
      if (head(older).size() > 0 && head(older).size() < head(newest).size()) {
        requireBeginning(older, newest, policy, tiles);
      }
    }
  }

  private static void requireBeginning(Note older, Note newest, Policy policy, TileReader tiles) {
    Checkpoint small = head(older);
    Checkpoint large = head(newest);
    List<Hash> proof = Proofs.consistency(small.size(), large.size(), tiles);
    try {
      Proofs.verifyConsistency(small.size(), small.root(), large.size(), large.root(), proof);
    } catch (VerificationException e) {
      throw fork(older, newest, policy, Proofs.root(small.size(), tiles), proof);
    }
  }

  private static ForkException fork(
      Note older, Note newer, Policy policy, Hash root, List<Hash> proof) {
    return new ForkException(new EvidenceFile.Fork(policy.log(), older, newer, root, proof));
  }
}
