package dev.stet.cli.images;

/** A place in a file that says which image shall run. */
public sealed interface Mention {
  /** The place, for people, e.g. {@code Deployment api, container app}. */
  String where();

  /** The text that names the image, as the file has it; may be empty. */
  String text();

  /**
   * It names an image.
   *
   * @param text a reference, not looked at yet
   */
  record Named(String where, String text) implements Mention {}

  /**
   * Which image it is, the file does not say.
   *
   * @param why why not, without a full stop
   */
  record Unclear(String where, String text, String why) implements Mention {}
}
