package dev.stet.http;

/** What a request asks for, as far as rights go. */
public enum Action {
  /** Read the content of a repository. */
  PULL,
  /** Add content to a repository. */
  PUSH,
  /** Remove content from a repository. */
  DELETE,
  /** Read what the registry as a whole holds, or that it is one. */
  BROWSE,
  /** Decide what holds for repositories, and read who decided what. */
  ADMINISTER,
  /** Read how the process does: health, metrics, the start page. */
  OBSERVE
}
