package dev.stet.bench.report;

/** Something that is measured. */
public sealed interface Quantity permits Figure, LogFigure, Point, ZbTest {
  /** What is measured, in words that need no context. */
  String fullTitle();

  /** The unit; sizes are in powers of 1000 except where it says MiB. */
  String unit();
}
