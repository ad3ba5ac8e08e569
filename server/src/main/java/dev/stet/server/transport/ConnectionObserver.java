package dev.stet.server.transport;

/** Is told of connections; for metrics. Runs on event loops and must not block. */
public interface ConnectionObserver {
  /** A connection was accepted. */
  void opened();

  /** A connection is gone, for whatever reason. */
  void closed();

  /** Stet ended a connection, or a stream of HTTP/2. */
  void ended(Ending why);
}
