package dev.stet.registry.tags;

import dev.stet.http.RequestException;
import dev.stet.oci.OciErrorCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether names may be given and taken away now. While it is closed, pulls go on. Safe for use by
 * many threads.
 */
public final class NamesGate {
  /** Why it may be closed; the first that holds is told. */
  public enum Reason {
    /** Something about the log is not as it must be: for good, or until Stet is restarted. */
    LOG_STOPPED,
    /** The key that signs the log is missing. */
    LOG_KEY_MISSING,
    /** The log is being written from the history. */
    LOG_MIGRATING,
    /** Nobody has confirmed that this is the newest state of the log. */
    LOG_UNCONFIRMED
  }

  private final Map<Reason, String> closed = new EnumMap<>(Reason.class); // guarded by this

  /**
   * Closes it.
   *
   * @param why what is so and what to do, for the end of a message
   */
  public synchronized void close(Reason reason, String why) {
    closed.put(reason, why);
  }

  /** Takes a reason back; it is open once there is none. */
  public synchronized void open(Reason reason) {
    closed.remove(reason);
  }

  /** Whether it is closed for this reason, among others. */
  public synchronized boolean closed(Reason reason) {
    return closed.containsKey(reason);
  }

  /** Why it is closed. */
  public synchronized Optional<String> why() {
    return closed.values().stream().findFirst();
  }

  /**
   * Lets the caller through if it is open.
   *
   * @throws RequestException with 503 and the reason if it is closed
   */
  public void requireOpen() {
    requireOpenBut(Set.of());
  }

  /**
   * Lets the caller through if it is open, or closed for this reason alone.
   *
   * @throws RequestException with 503 and the reason if it is closed for another
   */
  public void requireOpenBut(Reason reason) {
    requireOpenBut(Set.of(reason));
  }

  private void requireOpenBut(Set<Reason> besides) {
    refusal(besides)
        .ifPresent(
            it -> {
              throw it;
            });
  }

  private synchronized Optional<RequestException> refusal(Set<Reason> besides) {
    return closed.entrySet().stream()
        .filter(it -> !besides.contains(it.getKey()))
        .findFirst()
        .map(
            it ->
                RequestException.of(
                        OciErrorCode.TOOMANYREQUESTS,
                        "no name can be given or taken away now, because " + it.getValue())
                    .status(503)
                    .detail(Map.of("reason", it.getKey().name()))
                    .with("Retry-After", "30"));
  }
}
