package dev.stet.bench.report;

import dev.stet.bench.server.Server;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What Stet has to reach.
 *
 * @param figure what is compared
 * @param bound whether {@code factor} is the least or the most
 * @param factor how many times the figure that it is compared against, or the figure itself
 * @param against whose figure it is compared against
 */
record Target(Figure figure, Bound bound, double factor, Against against) {
  /** Which side of the factor is good. */
  enum Bound {
    AT_LEAST("≥"),
    AT_MOST("≤");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  /** Whose figure Stet's is compared against. */
  sealed interface Against {
    /** The same figure of a peer. */
    record Peer(String name) implements Against {}

    /** The same figure of the peer that is best by a figure of which more, or less, is better. */
    record BestPeer(Figure by, boolean moreIsBetter) implements Against {}

    /** Another figure, which was measured without a server. */
    record Floor(Figure figure) implements Against {}

    /** Another figure of Stet's own. */
    record Own(Figure figure) implements Against {}

    /** Nobody's: the factor is the figure itself. */
    record Nobody() implements Against {}
  }

  private static final List<String> PEERS =
      List.of(Server.DISTRIBUTION, Server.DOCKER_REGISTRY, Server.NGINX);

  static Target atLeast(Figure figure, double factor, Against against) {
    return new Target(figure, Bound.AT_LEAST, factor, against);
  }

  static Target atMost(Figure figure, double factor, Against against) {
    return new Target(figure, Bound.AT_MOST, factor, against);
  }

  /** The target in words, e.g. {@code ≥ 8 × distribution}. */
  String wanted() {
    String number = Numbers.factor(factor);
    String whose =
        switch (against) {
          case Against.Peer(String name) -> " × " + name;
          case Against.BestPeer(Figure by, boolean _) ->
              by == figure ? " × the best peer" : " × the fastest peer's";
          case Against.Floor _ -> " × one thread without a network";
          case Against.Own _ -> " × the same of 1,000 tags";
          case Against.Nobody() -> " " + figure.unit();
        };
    return bound.sign + " " + number + whose;
  }

  /** What Stet has reached, in the unit of the factor; empty if something was not measured. */
  Optional<Double> reached(Results results) {
    Optional<Double> stet = results.median(figure, Server.STET);
    Optional<Double> other =
        switch (against) {
          case Against.Peer(String name) -> results.median(figure, name);
          case Against.BestPeer best -> best(results, best).flatMap(n -> results.median(figure, n));
          case Against.Floor(Figure floor) -> results.median(floor, Results.NO_SERVER);
          case Against.Own(Figure own) -> results.median(own, Server.STET);
          case Against.Nobody() -> Optional.of(1.0);
        };
    return stet.flatMap(ours -> other.filter(theirs -> theirs > 0).map(theirs -> ours / theirs));
  }

  private static Optional<String> best(Results results, Against.BestPeer best) {
    Comparator<String> byMedian =
        Comparator.comparing(peer -> results.median(best.by(), peer).orElseThrow());
    return PEERS.stream()
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
