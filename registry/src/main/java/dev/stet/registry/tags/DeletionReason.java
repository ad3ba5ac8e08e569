package dev.stet.registry.tags;

import dev.stet.http.RequestException;
import dev.stet.oci.OciErrorCode;
import java.util.Arrays;
import java.util.Locale;

/** Why something was taken away. */
public enum DeletionReason {
  /** A rule of retention or the collection of garbage took it. */
  RETENTION,
  /** Its owner wanted it gone. */
  OWNER,
  /** It is dangerous: the same image may never return under the name. */
  SECURITY,
  /** It may not be distributed: the same image may never return under the name. */
  LEGAL;

  /** How the reason is written in the database and in the API. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a reason.
   *
   * @throws RequestException with 400 if there is none of this name
   */
  public static DeletionReason of(String text) {
    return Arrays.stream(values())
        .filter(reason -> reason.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                RequestException.of(
                        OciErrorCode.UNSUPPORTED,
                        "the reason of a deletion is not valid: wanted retention, owner, security"
                            + " or legal")
                    .status(400));
  }

  /** Whether the image was withdrawn, so that not even the same may return. */
  public boolean withdrawn() {
    return this == SECURITY || this == LEGAL;
  }
}
