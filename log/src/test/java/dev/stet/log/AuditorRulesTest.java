package dev.stet.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuditorRulesTest {
  private static final String ORIGIN = Sequence.ORIGIN;
  private static final String DIGEST = "sha256:" + "a1".repeat(32);
  private static final Leaf GENESIS = new Leaf.Genesis(ORIGIN, Optional.empty(), 0);

  static List<Sequence> sequences() {
    return Sequence.all();
  }

  @ParameterizedTest
  @MethodSource("sequences")
  void findsWhatEachSequenceHolds(Sequence sequence) {
    assertThat(sequence.replayed()).isEqualTo(sequence.want());
  }

  @Test
  void theSequencesBreakEveryRule() {
    for (Rule rule : Rule.values()) {
      assertThat(sequences())
          .filteredOn(it -> it.want().startsWith("violation " + rule + " at "))
          .hasSizeGreaterThan(3);
    }
  }

  private static AuditorRules begun() {
    AuditorRules rules = new AuditorRules(ORIGIN, new InMemoryKeySet());
    rules.replay(GENESIS.bytes());
    return rules;
  }

  private static Leaf assign(String tag, long time) {
    return new Leaf.Assign("shop/api", tag, DIGEST, time, Optional.empty());
  }

  @Test
  void saysWhatWasReplayed() {
    AuditorRules rules = begun();

    assertThat(rules.replay(assign("1", 7).bytes())).isEqualTo(assign("1", 7));
    assertThat(rules.size()).isEqualTo(2);
    assertThat(rules.time()).isEqualTo(7);
    assertThat(rules.frontier().root())
        .isEqualTo(Hash.node(Hash.leaf(GENESIS.bytes()), Hash.leaf(assign("1", 7).bytes())));
  }

  @Test
  void anEntryThatIsRefusedChangesNothing() {
    AuditorRules rules = begun();
    rules.replay(assign("1", 7).bytes());
    Hash root = rules.frontier().root();
    List<byte[]> refused =
        List.of(
            GENESIS.bytes(),
            assign("1", 8).bytes(),
            assign("2", 6).bytes(),
            new Leaf.Tombstone("shop/api", "1", 2, 9, Reason.OWNER, Optional.empty()).bytes(),
            new Leaf.Restore("shop/api", "1", 1, 9, Optional.empty()).bytes(),
            new byte[0]);
    for (byte[] entry : refused) {
      assertThatExceptionOfType(ViolationException.class)
          .isThrownBy(() -> rules.replay(entry))
          .satisfies(e -> assertThat(e.index()).isEqualTo(2));
    }
    assertThatExceptionOfType(UnknownLeafException.class)
        .isThrownBy(() -> rules.replay("stet-log/v2 assign\n".getBytes(US_ASCII)))
        .withMessageStartingWith("entry 2: ");

    assertThat(rules.size()).isEqualTo(2);
    assertThat(rules.time()).isEqualTo(7);
    assertThat(rules.frontier().root()).isEqualTo(root);
    rules.replay(new Leaf.Tombstone("shop/api", "1", 1, 7, Reason.OWNER, Optional.empty()).bytes());
  }

  @Test
  void theViolationSaysWhatWasSeenAndWanted() {
    AuditorRules rules = begun();
    rules.replay(assign("1", 7).bytes());
    assertThatExceptionOfType(ViolationException.class)
        .isThrownBy(() -> rules.replay(assign("1", 8).bytes()))
        .withMessage("rule R2 is broken at 2: shop/api:1 is assigned again, it was assigned at 1")
        .satisfies(e -> assertThat(e.rule()).isEqualTo(Rule.R2));
  }

  @Test
  void confirmsOnlyTheCheckpointOfWhatWasReplayed() {
    AuditorRules rules = begun();
    Hash root = rules.frontier().root();

    rules.confirm(new Checkpoint(ORIGIN, 1, root));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> rules.confirm(new Checkpoint(ORIGIN, 2, root)));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> rules.confirm(new Checkpoint("log.example/b", 1, root)));
    assertThatExceptionOfType(ViolationException.class)
        .isThrownBy(() -> rules.confirm(new Checkpoint(ORIGIN, 1, Hash.EMPTY_ROOT)))
        .satisfies(e -> assertThat(e.rule()).isEqualTo(Rule.R6));
  }

  /** What is saved between two entries is all that the rules need. */
  @ParameterizedTest
  @MethodSource("sequences")
  void goesOnWhereItStopped(Sequence sequence) {
    KeySet keys = new InMemoryKeySet();
    AuditorRules rules = new AuditorRules(ORIGIN, keys);
    String found = "ok";
    try {
      for (byte[] entry : sequence.entries()) {
        Frontier saved = Frontier.of(rules.size(), rules.frontier().hashes());
        rules = new AuditorRules(ORIGIN, keys, saved, rules.time());
        rules.replay(entry);
      }
    } catch (ViolationException e) {
      found = "violation " + e.rule() + " at " + e.index();
    } catch (UnknownLeafException e) {
      found = "unknown at " + rules.size();
    }
    assertThat(found)
        .isEqualTo(sequence.want().startsWith("violation R6") ? "ok" : sequence.want());
  }

  /** Random logs, half of whose entries are wrong, against the rules read off the whole history. */
  @Property
  void agreesWithTheHistory(@ForAll long seed) {
    Random random = new Random(seed);
    AuditorRules rules = begun();
    History history = new History();
    for (int i = 0; i < 60; i++) {
      Leaf leaf = randomLeaf(random, history.entries.size(), rules.time());
      Optional<Rule> wanted = history.broken(leaf);
      Optional<Rule> found = replay(rules, leaf);
      assertThat(found).as("%s after %s", leaf, history.entries).isEqualTo(wanted);
      if (wanted.isEmpty()) {
        history.entries.add(leaf);
      }
    }
  }

  private static Optional<Rule> replay(AuditorRules rules, Leaf leaf) {
    try {
      rules.replay(leaf.bytes());
      return Optional.empty();
    } catch (ViolationException e) {
      return Optional.of(e.rule());
    }
  }

  private static Leaf randomLeaf(Random random, int size, long now) {
    String tag = Integer.toString(random.nextInt(4));
    long time = Math.max(0, now + random.nextInt(-1, 8));
    long assigned = random.nextInt(Math.min(size, 8) + 1);
    return switch (random.nextInt(20)) {
      case 0 -> new Leaf.Genesis(ORIGIN, Optional.empty(), time);
      case 1, 2, 3, 4 -> assign(tag, time);
      case 5, 6, 7, 8, 9, 10, 11, 12 -> {
        Reason reason = random.nextInt(8) == 0 ? Reason.SECURITY : Reason.OWNER;
        yield new Leaf.Tombstone("shop/api", tag, assigned, time, reason, Optional.empty());
      }
      default -> new Leaf.Restore("shop/api", tag, assigned, time, Optional.empty());
    };
  }

  /** The rules as the page says them, without any state but the entries. */
  private static final class History {
    private final List<Leaf> entries = new ArrayList<>(List.of(GENESIS));

    Optional<Rule> broken(Leaf leaf) {
      if (leaf instanceof Leaf.Genesis) {
        return Optional.of(Rule.R1);
      }
      if (leaf.time() < entries.getLast().time()) {
        return Optional.of(Rule.R5);
      }
      return switch (leaf) {
        case Leaf.Genesis _ -> Optional.of(Rule.R1);
        case Leaf.Assign it -> of(it.tag()).isEmpty() ? Optional.empty() : Optional.of(Rule.R2);
        case Leaf.Tombstone it ->
            isAssignOf(it.assigned(), it.tag())
                    && !(of(it.tag()).getLast() instanceof Leaf.Tombstone)
                ? Optional.empty()
                : Optional.of(Rule.R3);
        case Leaf.Restore it ->
            isAssignOf(it.assigned(), it.tag())
                    && of(it.tag()).getLast() instanceof Leaf.Tombstone last
                    && List.of(Reason.RETENTION, Reason.OWNER).contains(last.reason())
                ? Optional.empty()
                : Optional.of(Rule.R3);
      };
    }

    private boolean isAssignOf(long index, String tag) {
      return index < entries.size()
          && entries.get((int) index) instanceof Leaf.Assign it
          && it.tag().equals(tag);
    }

    private List<Leaf> of(String tag) {
      return entries.stream()
          .filter(
              leaf ->
                  switch (leaf) {
                    case Leaf.Genesis _ -> false;
                    case Leaf.Assign it -> it.tag().equals(tag);
                    case Leaf.Tombstone it -> it.tag().equals(tag);
                    case Leaf.Restore it -> it.tag().equals(tag);
                  })
          .toList();
    }
  }
}
