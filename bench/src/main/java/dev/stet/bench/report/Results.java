package dev.stet.bench.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What was measured so far: for each quantity and server one value a round. For one thread. */
public final class Results {
  /** Stands in place of a server for what was measured without one. */
  public static final String NO_SERVER = "none";

  private final Map<Quantity, Map<String, List<Double>>> values = new LinkedHashMap<>();

  /** Adds the values of one round. */
  public void add(String server, Map<? extends Quantity, Double> round) {
    round.forEach(
        (quantity, value) ->
            values
                .computeIfAbsent(quantity, _ -> new HashMap<>())
                .computeIfAbsent(server, _ -> new ArrayList<>())
                .add(value));
  }

  /**
   * The middle, lowest and highest value of all rounds.
   *
   * @param median the mean of the two in the middle if their number is even
   */
  public record Summary(double median, double lowest, double highest) {
    static Summary of(List<Double> values) {
      List<Double> sorted = values.stream().sorted().toList();
      int middle = sorted.size() / 2;
      double median =
          sorted.size() % 2 == 1
              ? sorted.get(middle)
              : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
      return new Summary(median, sorted.getFirst(), sorted.getLast());
    }
  }

  /** The summary of a quantity of a server, if it was measured. */
  public Optional<Summary> summary(Quantity quantity, String server) {
    return Optional.ofNullable(values.getOrDefault(quantity, Map.of()).get(server))
        .map(Summary::of);
  }

  /** The median of a quantity of a server, if it was measured. */
  public Optional<Double> median(Quantity quantity, String server) {
    return summary(quantity, server).map(Summary::median);
  }

  /** The median and, in brackets, lowest and highest; a dash if it was not measured. */
  String cell(Quantity quantity, String server) {
    return summary(quantity, server)
        .map(
            summary ->
                Numbers.value(summary.median())
                    + " ("
                    + Numbers.value(summary.lowest())
                    + "–"
                    + Numbers.value(summary.highest())
                    + ")")
        .orElse("–");
  }

  /** Whether anything was measured of the quantity. */
  public boolean has(Quantity quantity) {
    return values.containsKey(quantity);
  }

  /** The points of all curves that were measured, in no order. */
  List<Point> points() {
    return values.keySet().stream()
        .flatMap(quantity -> quantity instanceof Point point ? Stream.of(point) : Stream.empty())
        .toList();
  }

  /** The tests of zb that were measured, in their order. */
  List<ZbTest> zbTests() {
    return values.keySet().stream()
        .flatMap(quantity -> quantity instanceof ZbTest test ? Stream.of(test) : Stream.empty())
        .toList();
  }
}
