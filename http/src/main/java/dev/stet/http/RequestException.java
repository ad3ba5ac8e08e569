package dev.stet.http;

import dev.stet.oci.ErrorCode;
import dev.stet.oci.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that cannot be done, by the caller's fault or the world's.
 *
 * <p>The message is one line that stands alone: what, why (got and wanted) and the next step,
 * because docker prints code and message and nothing else. An outcome that a handler must expect is
 * a sealed result instead; a broken invariant is an {@link IllegalStateException}.
 */
public final class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ErrorCode code;
  private final int status;
  private final transient Optional<String> reason;
  private final transient Map<String, Object> detail;
  private final transient List<Header> headers;

  private RequestException(
      ErrorCode code,
      int status,
      Optional<String> reason,
      String message,
      Map<String, Object> detail,
      List<Header> headers) {
    super(message, null, false, false);
    this.code = code;
    this.status = status;
    this.reason = reason;
    this.detail = Map.copyOf(detail);
    this.headers = List.copyOf(headers);
  }

  /** A failure with the status that usually goes with its code. */
  public static RequestException of(ErrorCode code, String message) {
    return new RequestException(
        code, code.status(), Optional.empty(), message, Map.of(), List.of());
  }

  /** The failure that a value which breaks its grammar is. */
  public static RequestException of(MalformedException malformed) {
    return of(malformed.code(), String.valueOf(malformed.getMessage()));
  }

  /** This failure with another status. */
  public RequestException status(int other) {
    return new RequestException(code, other, reason, message(), detail, headers);
  }

  /** This failure with other words in its status line, for clients that show nothing else. */
  public RequestException reason(String words) {
    return new RequestException(code, status, Optional.of(words), message(), detail, headers);
  }

  /** This failure with facts for programs, written as JSON. */
  public RequestException detail(Map<String, Object> other) {
    return new RequestException(code, status, reason, message(), other, headers);
  }

  /** This failure with one more header on its answer. */
  public RequestException with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new RequestException(code, status, reason, message(), detail, more);
  }

  /** What kind of failure it is. */
  public ErrorCode code() {
    return code;
  }

  /** The HTTP status of the answer. */
  public int status() {
    return status;
  }

  /** The words in the status line of the answer, if not the usual ones. */
  public Optional<String> reason() {
    return reason;
  }

  /** The one line for the person who asked. */
  public String message() {
    return String.valueOf(getMessage());
  }

  /** Facts for programs; may be empty. */
  public Map<String, Object> detail() {
    return detail;
  }

  /** Headers for the answer; may be empty. */
  public List<Header> headers() {
    return headers;
  }
}
