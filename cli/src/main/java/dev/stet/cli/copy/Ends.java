package dev.stet.cli.copy;

/**
 * Both ends of a copy, open.
 *
 * @param place how references to images at the target begin
 */
record Ends(Source source, Target target, String place) implements AutoCloseable {
  @Override
  public void close() {
    source.close();
    target.close();
  }
}
