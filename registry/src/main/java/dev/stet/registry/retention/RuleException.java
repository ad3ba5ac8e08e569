package dev.stet.registry.retention;

/** A rule of retention cannot be read. The message is one line for the operator. */
public final class RuleException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  RuleException(String message) {
    super(message);
  }

  /** What is wrong with the rule. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
