package dev.stet.registry.blobs;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The identifier of an upload: the repository that it belongs to, and a random UUID, so that nobody
 * finds another's by guessing.
 *
 * @param repository where it was begun; through another repository there is no such upload
 * @param uuid the UUID as text
 */
public record UploadId(RepositoryName repository, String uuid) {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final int OWNER = 32;

  /** The identifier of a UUID. */
  public static UploadId of(RepositoryName repository, UUID uuid) {
    return new UploadId(repository, uuid.toString());
  }

  /** Reads an identifier; empty if the text is not a UUID in lower case. */
  public static Optional<UploadId> parse(RepositoryName repository, String text) {
    return UUID_TEXT.matcher(text).matches()
        ? Optional.of(new UploadId(repository, text))
        : Optional.empty();
  }

  /**
   * The name under which a store keeps the upload, e.g. as a file. It differs with the repository,
   * so that the binding lasts as long as the bytes do, and takes no row of its own.
   */
  public String name() {
    String owner = Digest.sha256(repository.value().getBytes(StandardCharsets.UTF_8)).hex();
    return uuid + "." + owner.substring(0, OWNER);
  }

  @Override
  public String toString() {
    return uuid;
  }
}
