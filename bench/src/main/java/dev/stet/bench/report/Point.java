package dev.stet.bench.report;

import java.util.Locale;

/**
 * A curve at a size.
 *
 * @param size how many of what grows there are
 */
public record Point(Curve curve, int size) implements Quantity {
  @Override
  public String fullTitle() {
    return curve.title() + ", " + sizeTitle();
  }

  @Override
  public String unit() {
    return curve.unit();
  }

  /** The size in words, e.g. {@code 10,000 repositories}. */
  String sizeTitle() {
    return "%,d %s".formatted(size, curve.axis().title()).toLowerCase(Locale.ROOT);
  }
}
