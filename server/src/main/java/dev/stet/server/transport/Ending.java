package dev.stet.server.transport;

/** Why Stet ended a connection, or a stream of HTTP/2. */
public enum Ending {
  /** No request came for too long. */
  IDLE,
  /** The head of a request was too slow. */
  SLOW_HEAD,
  /** The body of a request was too slow. */
  SLOW_BODY,
  /** The client took an answer too slowly. */
  SLOW_READER,
  /** The answer was there before a body that nobody wants, and too much of it was left. */
  UNREAD_BODY,
  /** TLS came where plain HTTP is spoken, or the other way round. */
  WRONG_PROTOCOL
}
