package dev.stet.bench.report;

/**
 * Whole pushes or pulls as zb, the load generator of zot, measures them.
 *
 * @param name zb's own name of the test, e.g. {@code Pull 1MB}
 */
public record ZbTest(String name) implements Quantity {
  @Override
  public String fullTitle() {
    return name;
  }

  @Override
  public String unit() {
    return "/s";
  }
}
