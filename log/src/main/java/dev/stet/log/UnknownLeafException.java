package dev.stet.log;

/**
 * An entry of a version or type that this code does not know. Nobody can judge it, so nobody may
 * sign for it; after an upgrade it may turn out to be good. An entry of a known type that is not
 * canonical is a plain {@link MalformedException}, and will never be good.
 */
public final class UnknownLeafException extends MalformedException {
  private static final long serialVersionUID = 1L;

  /** Says what was met. */
  public UnknownLeafException(String message) {
    super(message);
  }
}
