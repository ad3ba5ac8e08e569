package dev.stet.log;

/**
 * What every log of tags keeps, and every auditor enforces. Source: docs/reference/tag-log.md,
 * "Rules".
 */
public enum Rule {
  /** A genesis with the origin of the log is at index 0, and nowhere else. */
  R1,
  /** A tag is assigned once; a tombstone does not free it. */
  R2,
  /**
   * A tombstone stands only on a tag that is live, a restore only on one that is tombstoned for a
   * reason that is not final; both name the index of its assignment.
   */
  R3,
  /** Every entry is exactly the text of a leaf. */
  R4,
  /** Time never decreases. */
  R5,
  /** Every entry can be read, and the tree of all entries has the root of the checkpoint. */
  R6
}
