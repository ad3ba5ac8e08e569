package dev.stet.registry.retention;

import dev.stet.registry.tags.HeldName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What rules of retention come to.
 *
 * @param at when they were asked
 * @param go some of the tags that may go, or that went
 * @param goes how many these are
 * @param stay some of the tags that a rule speaks of and that stay
 * @param stays how many these are
 */
public record Plan(Instant at, List<Judged> go, long goes, List<Judged> stay, long stays) {
  /** A tag, and why it may go, or what makes it stay. */
  public record Judged(HeldName tag, String reason) {}

  /** Takes copies. */
  public Plan {
    go = List.copyOf(go);
    stay = List.copyOf(stay);
  }

  /** Gathers what there is to say; for use by one thread. */
  static final class Draft {
    /** How many tags are told of one by one. */
    private static final int MOST = 10_000;

    private final Instant at;
    private final List<Judged> go = new ArrayList<>();
    private final List<Judged> stay = new ArrayList<>();
    private long goes;
    private long stays;

    Draft(Instant at) {
      this.at = at;
    }

    Instant at() {
      return at;
    }

    void go(Judged judged) {
      goes++;
      if (go.size() < MOST) {
        go.add(judged);
      }
    }

    void stay(Judged judged) {
      stays++;
      if (stay.size() < MOST) {
        stay.add(judged);
      }
    }

    /** Takes over what stays according to another. */
    void stayed(Draft other) {
      stays += other.stays - other.stay.size();
      other.stay.forEach(this::stay);
    }

    /** The tags that may go, or the first of many. */
    List<Judged> going() {
      return go;
    }

    /** Whether more tags may go than it tells of. */
    boolean isCut() {
      return goes > go.size();
    }

    Plan plan() {
      return new Plan(at, go, goes, stay, stays);
    }
  }
}
