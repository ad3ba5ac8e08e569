package dev.stet.registry.log;

/** What {@link LogCheck} can find. */
public enum LogFault {
  /** The log is not what it was, or not what its key has signed. */
  DAMAGED,
  /** The log and the record of a tag say different things. */
  CONTRADICTED,
  /** What is kept to open the meta line of an entry does not. */
  OPENING_DAMAGED
}
