package dev.stet.bench.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was measured so far: for each figure and server one value a round. For one thread. */
public final class Results {
  /** Stands in place of a server for what was measured without one. */
  public static final String NO_SERVER = "none";

  private final Map<Figure, Map<String, List<Double>>> values = new EnumMap<>(Figure.class);

  /** Adds the values of one round. */
  public void add(String server, Map<Figure, Double> round) {
    round.forEach(
        (figure, value) ->
            values
                .computeIfAbsent(figure, _ -> new HashMap<>())
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

  /** The summary of a figure of a server, if it was measured. */
  public Optional<Summary> summary(Figure figure, String server) {
    return Optional.ofNullable(values.getOrDefault(figure, Map.of()).get(server)).map(Summary::of);
  }

  /** The median of a figure of a server, if it was measured. */
  public Optional<Double> median(Figure figure, String server) {
    return summary(figure, server).map(Summary::median);
  }

  /** Whether anything was measured of the figure. */
  public boolean has(Figure figure) {
    return values.containsKey(figure);
  }
}
