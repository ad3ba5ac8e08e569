package dev.stet.bench.report;

import java.util.Locale;

/** Numbers as the page shows them: three digits that count. */
final class Numbers {
  private Numbers() {}

  /** A measured value. */
  static String value(double value) {
    if (value >= 10_000) {
      return format("%,.0f", Math.round(value / 100) * 100.0);
    }
    return format(value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }

  /** A ratio or limit, without needless zeros. */
  static String factor(double value) {
    return value == Math.rint(value) || value >= 100
        ? format("%,.0f", value)
        : format("%.2f", value).replaceFirst("0$", "");
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
