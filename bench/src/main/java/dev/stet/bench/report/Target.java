package dev.stet.bench.report;

import dev.stet.bench.server.Server;
import java.util.Comparator;
import java.util.Optional;

/**
 * What Stet has to reach.
 *
 * @param quantity what is compared
 * @param bound whether {@code factor} is the least or the most
 * @param factor how many times the value that it is compared against, or the value itself
 * @param against what it is compared against
 */
record Target(Quantity quantity, Bound bound, double factor, Against against) {
  /** Which side of the factor is good. */
  enum Bound {
    AT_LEAST("≥"),
    AT_MOST("≤");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  /** What Stet's value is compared against. */
  sealed interface Against {
    /** The same of a peer. */
    record Peer(String name) implements Against {}

    /** The same of the peer that is best by something of which more, or less, is better. */
    record BestPeer(Quantity by, boolean moreIsBetter) implements Against {}

    /** Something else, which was measured without a server. */
    record Floor(Quantity quantity) implements Against {}

    /** The same of Stet at another size. */
    record Own(Point point) implements Against {}

    /** Nobody's: the factor is the value itself. */
    record Nobody() implements Against {}
  }

  static Target atLeast(Quantity quantity, double factor, Against against) {
    return new Target(quantity, Bound.AT_LEAST, factor, against);
  }

  static Target atMost(Quantity quantity, double factor, Against against) {
    return new Target(quantity, Bound.AT_MOST, factor, against);
  }

  /** The target in words, e.g. {@code ≥ 8 × distribution}. */
  String wanted() {
    String number = Numbers.factor(factor);
    String whose =
        switch (against) {
          case Against.Peer(String name) -> " × " + name;
          case Against.BestPeer(Quantity by, boolean _) ->
              by.equals(quantity) ? " × the best peer" : " × the fastest peer's";
          case Against.Floor _ -> " × one thread without a network";
          case Against.Own(Point own) -> " × the same of " + own.sizeTitle();
          case Against.Nobody() -> " " + quantity.unit();
        };
    return bound.sign + " " + number + whose;
  }

  /** What Stet has reached, in the unit of the factor; empty if something was not measured. */
  Optional<Double> reached(Results results) {
    Optional<Double> stet = results.median(quantity, Server.STET);
    Optional<Double> other =
        switch (against) {
          case Against.Peer(String name) -> results.median(quantity, name);
          case Against.BestPeer best ->
              best(results, best).flatMap(n -> results.median(quantity, n));
          case Against.Floor(Quantity floor) -> results.median(floor, Results.NO_SERVER);
          case Against.Own(Point own) -> results.median(own, Server.STET);
          case Against.Nobody() -> Optional.of(1.0);
        };
    return stet.flatMap(ours -> other.filter(theirs -> theirs > 0).map(theirs -> ours / theirs));
  }

  private static Optional<String> best(Results results, Against.BestPeer best) {
    Comparator<String> byMedian =
        Comparator.comparing(peer -> results.median(best.by(), peer).orElseThrow());
    return Server.PEERS.stream()
        .filter(peer -> results.median(best.by(), peer).isPresent())
        .max(best.moreIsBetter() ? byMedian : byMedian.reversed());
  }

  /** Whether what was reached is enough; if not, by how much it is missed. */
  String verdict(double reached) {
    double shortfall =
        switch (bound) {
          case AT_LEAST -> 1 - reached / factor;
          case AT_MOST -> reached / factor - 1;
        };
    return shortfall <= 0
        ? "met"
        : "**missed** by " + Math.max(1, Math.round(shortfall * 100)) + " %";
  }
}
