package dev.stet.acceptance.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stet.log.Hash;
import dev.stet.log.Leaf;
import dev.stet.log.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Entries of a log as chance has it: most follow the rules, some nearly do. There are so few tags
 * that what is done with one is soon done again.
 */
final class RandomEntries {
  private static final List<String> REPOSITORIES = List.of("shop/api", "shop", "a__b/c-d.e");
  private static final List<String> TAGS = List.of("1.0", "V1", "v1");
  private static final List<String> SPLICES =
      List.of("", "\n", "0", "-", "_", "/", "A", "é", "\0", " ", "sha512:", "9".repeat(19), "v2");

  private final String origin;
  private final Random random;
  private final Map<String, Long> assigned = new HashMap<>();
  private long time = 1000;

  RandomEntries(String origin, Random random) {
    this.origin = origin;
    this.random = random;
  }

  /** The first entries of a log. */
  List<byte[]> entries() {
    List<byte[]> entries = new ArrayList<>();
    int count = random.nextInt(24);
    for (int index = 0; index < count; index++) {
      byte[] entry = leaf(index).bytes();
      entries.add(rarely(40) ? spliced(entry) : entry);
    }
    return entries;
  }

  private Leaf leaf(long index) {
    time += random.nextInt(3) - (rarely(60) ? 3 : 0);
    if (index == 0 != rarely(60)) {
      return new Leaf.Genesis(rarely(20) ? origin + "/2" : origin, previous(), time);
    }
    String repository = any(REPOSITORIES);
    String tag = any(TAGS);
    long was = assigned.getOrDefault(repository + ":" + tag, -1L);
    if (was < 0 != rarely(20)) {
      assigned.put(repository + ":" + tag, index);
      return new Leaf.Assign(repository, tag, "sha256:" + hash(), time, meta());
    }
    long named = Math.max(0, rarely(30) ? was + 1 : was);
    return random.nextBoolean()
        ? new Leaf.Tombstone(repository, tag, named, time, any(List.of(Reason.values())), meta())
        : new Leaf.Restore(repository, tag, named, time, meta());
  }

  /** Something in the entry is in another's place. */
  private byte[] spliced(byte[] entry) {
    byte[] splice = any(SPLICES).getBytes(UTF_8);
    int from = random.nextInt(entry.length + 1);
    int to = Math.min(entry.length, from + random.nextInt(3));
    byte[] spliced = new byte[from + splice.length + entry.length - to];
    System.arraycopy(entry, 0, spliced, 0, from);
    System.arraycopy(splice, 0, spliced, from, splice.length);
    System.arraycopy(entry, to, spliced, from + splice.length, entry.length - to);
    return spliced;
  }

  private Optional<Leaf.Previous> previous() {
    return rarely(3)
        ? Optional.of(new Leaf.Previous("log.example/old", random.nextInt(9), hash()))
        : Optional.empty();
  }

  private Optional<Hash> meta() {
    return random.nextBoolean() ? Optional.of(hash()) : Optional.empty();
  }

  private Hash hash() {
    byte[] bytes = new byte[Hash.SIZE];
    random.nextBytes(bytes);
    return Hash.of(bytes);
  }

  private boolean rarely(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
