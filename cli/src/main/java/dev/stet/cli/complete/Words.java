package dev.stet.cli.complete;

import java.util.List;
import java.util.Optional;

/**
 * The words after {@code stet}, the last of which is not finished.
 *
 * @param all the words
 */
record Words(List<String> all) {
  /** Takes a copy; where there are no words, an empty one has begun. */
  Words {
    all = all.isEmpty() ? List.of("") : List.copyOf(all);
  }

  /** The word that is to be completed. */
  String unfinished() {
    return all.getLast();
  }

  /** The words before it. */
  List<String> finished() {
    return all.subList(0, all.size() - 1);
  }

  /** The words before it that are no options, nor look like ones. */
  List<String> bare() {
    return finished().stream().filter(word -> !word.startsWith("-")).toList();
  }

  /** The value that an option was given, as one word or as two. */
  Optional<String> option(String name) {
    List<String> before = finished();
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i).startsWith(name + "=")) {
        return Optional.of(before.get(i).substring(name.length() + 1));
      }
      if (before.get(i).equals(name) && i + 1 < before.size()) {
        return Optional.of(before.get(i + 1));
      }
    }
    return Optional.empty();
  }
}
