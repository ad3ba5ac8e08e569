package dev.stet.registry.tags;

/** What is to happen when a tag names another image already. */
public enum IfTaken {
  /** The push is refused. */
  REFUSE,
  /** What stands is kept and the push succeeds, if both images come from the same commit. */
  KEEP
}
