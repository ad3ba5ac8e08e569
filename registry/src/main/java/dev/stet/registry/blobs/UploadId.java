package dev.stet.registry.blobs;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The identifier of an upload: a random UUID, so that nobody finds another's by guessing.
 *
 * @param value the UUID as text
 */
public record UploadId(String value) {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** The identifier of a UUID. */
  public static UploadId of(UUID uuid) {
    return new UploadId(uuid.toString());
  }

  /** Reads an identifier; empty if the text is not a UUID in lower case. */
  public static Optional<UploadId> parse(String text) {
    return UUID_TEXT.matcher(text).matches() ? Optional.of(new UploadId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
