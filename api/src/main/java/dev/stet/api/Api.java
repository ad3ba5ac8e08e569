package dev.stet.api;

/** The contract of the API as a whole. */
public final class Api {
  /** The value of {@code apiVersion} in every answer. */
  public static final String VERSION = "stet.dev/v1";

  /** Where the API lies on a server. */
  public static final String PATH = "/api/v1";

  private Api() {}
}
