package dev.stet.cli.verify;

import dev.stet.cli.command.Failure;
import dev.stet.cli.server.LogSite;
import dev.stet.log.Check;
import dev.stet.log.Checkpoint;
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
   * @throws VerificationException if the log has shown two histories
   * @throws MalformedException if its tiles are not what they should be
   * @throws Failure if they cannot be read
   */
  void compare(Note note, Policy policy, Optional<LogSite> site) {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    List<Checkpoint> all = new ArrayList<>();
    lock.checkpoints(checkpoint.origin()).forEach(it -> all.add(Checkpoint.parse(it.text())));
    all.add(checkpoint);
    all.sort(Comparator.comparingLong(Checkpoint::size));
    requireOneRootForASize(all);
    site.ifPresent(tiles -> requireBeginnings(all, tiles));
    lock.see(signedByLog(note, policy));
    if (site.isPresent()) {
      lock.forgetOlder(checkpoint.origin());
    }
  }

  private static Note signedByLog(Note note, Policy policy) {
    return new Note(note.text(), List.of(note.by(policy.log()).orElseThrow()));
  }

  private static void requireOneRootForASize(List<Checkpoint> bySize) {
    for (int i = 1; i < bySize.size(); i++) {
      Checkpoint one = bySize.get(i - 1);
      Checkpoint other = bySize.get(i);
      if (one.size() == other.size() && !one.root().equals(other.root())) {
        throw twoHistories(
            "at size "
                + one.size()
                + " it has the roots "
                + one.root().base64()
                + " and "
                + other.root().base64());
      }
    }
  }

  private static void requireBeginnings(List<Checkpoint> bySize, TileReader tiles) {
    Checkpoint newest = bySize.getLast();
    for (Checkpoint older : bySize) {
      if (older.size() > 0 && older.size() < newest.size()) {
        requireBeginning(older, newest, tiles);
      }
    }
  }

  private static void requireBeginning(Checkpoint older, Checkpoint newest, TileReader tiles) {
    try {
      Proofs.verifyConsistency(
          older.size(),
          older.root(),
          newest.size(),
          newest.root(),
          Proofs.consistency(older.size(), newest.size(), tiles));
    } catch (VerificationException e) {
      throw twoHistories(
          "its checkpoint of size "
              + older.size()
              + " is no beginning of that of size "
              + newest.size());
    }
  }

  private static VerificationException twoHistories(String why) {
    return new VerificationException(
        Check.CONSISTENCY,
        why + ": the log has shown two histories, or the tiles that it serves are wrong");
  }
}
