package dev.stet.cli.registry;

/**
 * What a request needs to be allowed. Source: distribution, "Token Scope Documentation".
 *
 * @param text the scopes, separated by spaces
 */
record Scope(String text) {
  /** To list the repositories of a registry. */
  static final Scope CATALOG = new Scope("registry:catalog:*");

  static Scope pull(String repository) {
    return new Scope("repository:" + repository + ":pull");
  }

  static Scope push(String repository) {
    return new Scope("repository:" + repository + ":pull,push");
  }

  /** This and the other. */
  Scope and(Scope other) {
    return new Scope(text + " " + other.text);
  }
}
