package dev.stet.registry.tags;

import dev.stet.http.Caller;

/**
 * Who did something, as they say themselves.
 *
 * @param name the name, {@link #ANONYMOUS} where nobody is known
 * @param source where it came from: address and client
 */
public record Actor(String name, String source) {
  /** The name of somebody unknown. */
  public static final String ANONYMOUS = "anonymous";

  private static final int LONGEST = 200;

  /** Cuts what is too long to keep. */
  public Actor {
    name = cut(name);
    source = cut(source);
  }

  /** The actor that a caller is. */
  public static Actor of(Caller caller) {
    String name = caller.claimedName().isEmpty() ? ANONYMOUS : caller.claimedName();
    return new Actor(name, (caller.address() + " " + caller.userAgent()).strip());
  }

  /** The actor as the API shows it. */
  public dev.stet.api.Actor shown() {
    return new dev.stet.api.Actor(name, source, "claimed");
  }

  /** Whether there is a name to show. */
  public boolean known() {
    return !name.equals(ANONYMOUS);
  }

  private static String cut(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
  }
}
