package dev.stet.cli.names;

import dev.stet.cli.server.Place;
import java.util.List;

/**
 * An image that was taken away or brought back, with the names for which that is so too.
 *
 * @param names the names; none where only the image itself was meant and it has none
 */
record Touched(String repository, String digest, List<String> names) {
  List<String> references(String host) {
    return new Place(host, repository).references(names, digest);
  }

  List<String> identifiers() {
    return names.isEmpty() ? List.of(digest) : names;
  }
}
