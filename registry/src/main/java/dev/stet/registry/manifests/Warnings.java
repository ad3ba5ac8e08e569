package dev.stet.registry.manifests;

import dev.stet.http.Reply;
import java.util.List;

/**
 * Puts warnings for people on a reply. Source: distribution-spec, "Warnings": code 299, no agent,
 * no date, no more than 4096 bytes in all.
 */
final class Warnings {
  private static final int MOST = 4096;

  private Warnings() {}

  /** The reply with the warnings, as many of them as there is room for. */
  static Reply on(Reply reply, List<String> warnings) {
    Reply warned = reply;
    int length = 0;
    for (String warning : warnings) {
      String value = "299 - \"" + harmless(warning) + '"';
      length += value.length();
      if (length > MOST) {
        return warned;
      }
      warned = warned.with("Warning", value);
    }
    return warned;
  }

  /** What may stand between the quotes without being escaped. */
  private static String harmless(String text) {
    return text.replace('"', '\'').replaceAll("[^ -~]|\\\\", "?");
  }
}
