package dev.stet.log;

import dev.stet.log.EvidenceFile.Entry;
import dev.stet.log.EvidenceFile.Finding;
import java.util.List;
import java.util.Optional;

/** Whether some entries of a log, which are part of its tree, break a rule. */
final class BrokenRule {
  private final String origin;
  private final List<Entry> entries;

  /**
   * The entries.
   *
   * @param origin of the log
   * @param entries in their order
   */
  BrokenRule(String origin, List<Entry> entries) {
    this.origin = origin;
    this.entries = entries;
  }

  Finding finding(Rule rule) {
    return switch (rule) {
      case R1 -> beginning();
      case R2 -> assignedTwice();
      case R3 -> outOfTurn();
      case R4 -> notCanonical();
      case R5 -> backInTime();
      case R6 -> throw new IllegalArgumentException("R6 is shown otherwise");
    };
  }

  private Finding beginning() {
    Entry entry = exactly(1).getFirst();
    Leaf leaf = leaf(entry);
    boolean ours = leaf instanceof Leaf.Genesis genesis && genesis.origin().equals(origin);
    if (entry.index() == 0 ? ours : !(leaf instanceof Leaf.Genesis)) {
      throw holds(Rule.R1);
    }
    return Finding.certain(
        entry.index() == 0
            ? "entry 0 is not the genesis of this log"
            : "entry " + entry.index() + " is a genesis, which only begins a log");
  }

  private Finding assignedTwice() {
    List<Entry> two = exactly(2);
    if (leaf(two.getFirst()) instanceof Leaf.Assign first
        && leaf(two.getLast()) instanceof Leaf.Assign second
        && key(first).equals(key(second))) {
      return Finding.certain(
          shown(first.repository(), first.tag())
              + " is assigned twice: "
              + first.digest()
              + " by entry "
              + two.getFirst().index()
              + ", and "
              + second.digest()
              + " by entry "
              + two.getLast().index());
    }
    throw holds(Rule.R2);
  }

  private Finding notCanonical() {
    Entry entry = exactly(1).getFirst();
    try {
      Leaf.parse(entry.entry());
    } catch (UnknownLeafException e) {
      throw new VerificationException(
          Check.EVIDENCE, "nobody can judge the entry: " + e.getMessage());
    } catch (MalformedException e) {
      return Finding.certain("entry " + entry.index() + " is no leaf: " + e.getMessage());
    }
    throw holds(Rule.R4);
  }

  private Finding backInTime() {
    List<Entry> two = exactly(2);
    long before = leaf(two.getFirst()).time();
    long after = leaf(two.getLast()).time();
    if (two.getFirst().index() + 1 != two.getLast().index() || after >= before) {
      throw holds(Rule.R5);
    }
    return Finding.certain(
        "the time of entry " + two.getLast().index() + " is " + after + ", after " + before);
  }

  /** A tombstone or restore that its tag was not ready for; it is the last entry. */
  private Finding outOfTurn() {
    Entry last = entries.getLast();
    Change change = Change.of(leaf(last)).orElseThrow(() -> holds(Rule.R3));
    String begin = "entry " + last.index() + " " + change.does();
    if (change.assigned() >= last.index()) {
      return Finding.certain(begin + ", assigned by a later entry");
    }
    boolean live = false;
    Optional<Reason> deleted = Optional.empty();
    for (Entry entry : entries.subList(0, entries.size() - 1)) {
      boolean assigns =
          leaf(entry) instanceof Leaf.Assign assign && key(assign).equals(change.key());
      if (assigns == (entry.index() != change.assigned())) {
        return Finding.certain(
            begin + ", assigned by entry " + change.assigned() + ", which is not true");
      }
      Optional<Change> earlier = Change.of(leaf(entry)).filter(it -> it.key().equals(change.key()));
      live = assigns || earlier.filter(it -> it.reason().isEmpty()).isPresent();
      deleted = earlier.flatMap(Change::reason);
    }
    return outOfTurn(begin, change, live, deleted);
  }

  private static Finding outOfTurn(
      String begin, Change change, boolean live, Optional<Reason> deleted) {
    if (change.reason().isEmpty() && deleted.filter(Reason::isFinal).isPresent()) {
      return Finding.certain(begin + ", which was deleted for ever");
    }
    String excuse = "another entry of the tag lies between those that are shown";
    if (change.reason().isEmpty() && live) {
      return Finding.unless(begin + ", which was not deleted", excuse);
    }
    if (change.reason().isPresent() && deleted.isPresent()) {
      return Finding.unless(begin + ", which was deleted before", excuse);
    }
    throw holds(Rule.R3);
  }

  /** What a tombstone or a restore says; only a tombstone has a reason. */
  private record Change(String repository, String tag, long assigned, Optional<Reason> reason) {
    static Optional<Change> of(Leaf leaf) {
      return switch (leaf) {
        case Leaf.Tombstone it ->
            Optional.of(
                new Change(it.repository(), it.tag(), it.assigned(), Optional.of(it.reason())));
        case Leaf.Restore it ->
            Optional.of(new Change(it.repository(), it.tag(), it.assigned(), Optional.empty()));
        case Leaf.Assign _, Leaf.Genesis _ -> Optional.empty();
      };
    }

    Hash key() {
      return Leaf.key(repository, tag);
    }

    String does() {
      return (reason.isPresent() ? "deletes " : "restores ") + shown(repository, tag);
    }
  }

  private List<Entry> exactly(int wanted) {
    if (entries.size() != wanted) {
      throw new VerificationException(
          Check.EVIDENCE, "this rule is broken by " + wanted + " entries, got " + entries.size());
    }
    return entries;
  }

  /** The leaf that an entry is; one that is none breaks another rule. */
  private static Leaf leaf(Entry entry) {
    return Leaf.parse(entry.entry());
  }

  private static Hash key(Leaf.Assign assign) {
    return Leaf.key(assign.repository(), assign.tag());
  }

  private static String shown(String repository, String tag) {
    return repository + ":" + tag;
  }

  private static VerificationException holds(Rule rule) {
    return new VerificationException(
        Check.EVIDENCE, "the entries that are shown may stand in a log that keeps " + rule);
  }
}
