package dev.stet.log;

/**
 * A log broke a rule: what it says of its tags cannot be believed any more, and no later entry
 * mends that. The message says what was seen and what was wanted.
 */
public final class ViolationException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Rule rule;
  private final long index;

  /**
   * Says which rule was broken, where and how.
   *
   * @param index of the entry; for {@link Rule#R6} the size of the tree
   * @param what was seen and wanted
   */
  public ViolationException(Rule rule, long index, String what) {
    super("rule " + rule + " is broken at " + index + ": " + what);
    this.rule = rule;
    this.index = index;
  }

  /** The rule that was broken. */
  public Rule rule() {
    return rule;
  }

  /** The index of the entry that broke it; for {@link Rule#R6} the size of the tree. */
  public long index() {
    return index;
  }
}
