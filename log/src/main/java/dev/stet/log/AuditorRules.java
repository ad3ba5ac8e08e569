package dev.stet.log;

import java.util.Optional;

/**
 * Replays a log from its first entry and holds it to its rules. Whoever has replayed all entries up
 * to a checkpoint knows that no tag in it was ever assigned twice. Mutable, for one thread.
 *
 * <p>The rules are in the project's {@code docs/reference/tag-log.md} and in {@link Rule}. For each
 * entry they are tried in the order R4, R1, R5, and then R2 or R3; the first that is broken is
 * named. An entry that is refused changes nothing, so what was replayed before it stays known.
 *
 * <pre>{@code
 * AuditorRules rules = new AuditorRules(origin, new InMemoryKeySet());
 * for (byte[] entry : bundle.decode(bytes)) {
 *   rules.replay(entry);
 * }
 * rules.confirm(checkpoint); // now, and not before, it may be cosigned
 * }</pre>
 */
public final class AuditorRules {
  private final String origin;
  private final KeySet keys;
  private final Frontier frontier;
  private long time;

  /**
   * Starts at the first entry.
   *
   * @param origin the name of the log
   * @param keys empty
   */
  public AuditorRules(String origin, KeySet keys) {
    this(origin, keys, Frontier.empty(), 0);
  }

  /**
   * Goes on where a replay stopped. The three were saved together, or are not one state.
   *
   * @param keys as the replay left them
   * @param frontier as {@link #frontier} gave it
   * @param time as {@link #time} gave it
   */
  public AuditorRules(String origin, KeySet keys, Frontier frontier, long time) {
    this.origin = origin;
    this.keys = keys;
    this.frontier = frontier.copy();
    this.time = time;
  }

  /**
   * Takes the next entry.
   *
   * @return what it says
   * @throws ViolationException if the entry breaks a rule
   * @throws UnknownLeafException if nobody can judge the entry before an upgrade
   */
  public Leaf replay(byte[] entry) {
    Leaf leaf = canonical(entry);
    requireBeginning(leaf);
    if (leaf.time() < time) {
      throw broken(Rule.R5, "the time is " + leaf.time() + ", after " + time);
    }
    switch (leaf) {
      case Leaf.Genesis _ -> {}
      case Leaf.Assign assign -> assign(assign);
      case Leaf.Tombstone tombstone -> tombstone(tombstone);
      case Leaf.Restore restore -> restore(restore);
    }
    time = leaf.time();
    frontier.append(Hash.leaf(entry));
    return leaf;
  }

  private Leaf canonical(byte[] entry) {
    try {
      return Leaf.parse(entry);
    } catch (UnknownLeafException e) {
      throw new UnknownLeafException("entry " + frontier.size() + ": " + e.getMessage());
    } catch (MalformedException e) {
      throw broken(Rule.R4, "it is no canonical leaf: " + e.getMessage());
    }
  }

  private void requireBeginning(Leaf leaf) {
    boolean first = frontier.size() == 0;
    if (leaf instanceof Leaf.Genesis genesis) {
      if (!first) {
        throw broken(Rule.R1, "a genesis, which only begins a log");
      }
      if (!genesis.origin().equals(origin)) {
        throw broken(
            Rule.R1, "the genesis is of the log " + genesis.origin() + ", wanted " + origin);
      }
    } else if (first) {
      throw broken(Rule.R1, "the log does not begin with a genesis");
    }
  }

  private void assign(Leaf.Assign leaf) {
    Hash key = Leaf.key(leaf.repository(), leaf.tag());
    Optional<KeyState> known = keys.get(key);
    if (known.isPresent()) {
      throw broken(
          Rule.R2,
          shown(leaf.repository(), leaf.tag())
              + " is assigned again, it was assigned at "
              + known.get().assigned());
    }
    keys.put(key, KeyState.live(frontier.size()));
  }

  private void tombstone(Leaf.Tombstone leaf) {
    Hash key = Leaf.key(leaf.repository(), leaf.tag());
    KeyState state = assigned(key, leaf.repository(), leaf.tag(), leaf.assigned());
    if (state.tombstoned().isPresent()) {
      throw broken(
          Rule.R3, shown(leaf.repository(), leaf.tag()) + " is tombstoned, but was so before");
    }
    keys.put(key, new KeyState(state.assigned(), Optional.of(leaf.reason())));
  }

  private void restore(Leaf.Restore leaf) {
    Hash key = Leaf.key(leaf.repository(), leaf.tag());
    KeyState state = assigned(key, leaf.repository(), leaf.tag(), leaf.assigned());
    String shown = shown(leaf.repository(), leaf.tag());
    Reason reason =
        state
            .tombstoned()
            .orElseThrow(() -> broken(Rule.R3, shown + " is restored, but was not tombstoned"));
    if (reason.isFinal()) {
      throw broken(Rule.R3, shown + " is restored, but was tombstoned for ever: " + reason.text());
    }
    keys.put(key, KeyState.live(state.assigned()));
  }

  private KeyState assigned(Hash key, String repository, String tag, long index) {
    KeyState state =
        keys.get(key)
            .orElseThrow(() -> broken(Rule.R3, shown(repository, tag) + " was never assigned"));
    if (state.assigned() != index) {
      throw broken(
          Rule.R3,
          shown(repository, tag)
              + " is said to be assigned at "
              + index
              + ", it was assigned at "
              + state.assigned());
    }
    return state;
  }

  /**
   * Compares what was replayed with what a checkpoint says.
   *
   * @param checkpoint of this log, whose size is that of the replay
   * @throws ViolationException with {@link Rule#R6} if the entries are not those of the checkpoint
   */
  public void confirm(Checkpoint checkpoint) {
    if (!checkpoint.origin().equals(origin) || checkpoint.size() != frontier.size()) {
      throw new IllegalArgumentException(
          "replayed " + origin + " up to " + frontier.size() + ", got " + checkpoint);
    }
    Hash root = frontier.root();
    if (!root.equals(checkpoint.root())) {
      throw broken(
          Rule.R6,
          "the root of the entries is "
              + root.base64()
              + ", the checkpoint says "
              + checkpoint.root().base64());
    }
  }

  private ViolationException broken(Rule rule, String what) {
    return new ViolationException(rule, frontier.size(), what);
  }

  private static String shown(String repository, String tag) {
    return repository + ":" + tag;
  }

  /** How many entries were replayed. */
  public long size() {
    return frontier.size();
  }

  /** The right edge of the tree of these entries; a copy. */
  public Frontier frontier() {
    return frontier.copy();
  }

  /** The time of the last entry, or 0; milliseconds since 1970. */
  public long time() {
    return time;
  }
}
