package dev.stet.http;

import dev.stet.oci.RepositoryName;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * One request, as a handler sees it. Used by one thread at a time.
 *
 * <p>All but {@link #body} is in memory and never blocks.
 */
public interface Exchange {
  /** The method, e.g. {@code GET}. */
  String method();

  /** The path as it was sent: still percent-encoded, without the query. */
  String path();

  /** The query, decoded. */
  Query query();

  /** The first header of that name, whatever its case. */
  Optional<String> header(String name);

  /** All headers of that name, whatever its case, in the order in which they came. */
  List<String> headers(String name);

  /** Whether nobody on the way to this process can read along: the request came over TLS. */
  boolean isEncrypted();

  /** Who asks. */
  Caller caller();

  /** A short identifier of this request, for logs and error texts. */
  String requestId();

  /** What the {@code Content-Length} header promises; -1 if there is none. */
  long contentLength();

  /**
   * The body of the request. The first read tells a client that waits for it ({@code Expect:
   * 100-continue}) to go on. Reading blocks, so only a working handler may do it; a client that
   * vanishes or dawdles makes it throw {@link java.io.IOException}.
   */
  InputStream body();

  /** The variables of the route's path. */
  PathParameters parameters();

  /**
   * The variable {@code {repository}} of the route's path.
   *
   * @throws IllegalStateException if the route has none
   */
  default RepositoryName repository() {
    return parameters()
        .repository()
        .orElseThrow(() -> new IllegalStateException("no {repository} in the route's path"));
  }
}
