package dev.stet.auditor.replay;

import dev.stet.log.EvidenceFile;
import dev.stet.log.Note;

/** What an auditor makes of a checkpoint. */
sealed interface Verdict {
  /** All entries up to it were read, are those of its tree, and keep the rules. */
  record Sound(Note checkpoint) implements Verdict {}

  /** The log did wrong, and it can be shown. */
  record Wrong(EvidenceFile evidence) implements Verdict {}

  /**
   * The log did not show what it must have, or what it showed does not lead to what it signed: that
   * is only our word.
   */
  record Withheld(String what) implements Verdict {}

  /**
   * The log served an entry that is not the one in its tree. The bytes are not signed, and may have
   * been changed on the way.
   */
  record Unbound(EvidenceFile.Unbound evidence) implements Verdict {}

  /** The log could not be read; perhaps later. */
  record Unreachable(String what) implements Verdict {}

  /** There is an entry that only a newer version can judge. */
  record Unjudged(String what) implements Verdict {}

  /** A larger checkpoint, which continues this one, was seen before. */
  record Old(long size, long seen) implements Verdict {}
}
