package dev.stet.registry.protection;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.NameKind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * Says why an image must stay. Used inside a transaction, by the writer's thread, or on a reader's
 * for a plan.
 *
 * <p>That an image has a tag does not protect it. A referrer shares the protection of its subject,
 * and a child that of an index which holds it.
 */
public final class Protection {
  private static final int DEEPEST = 8;

  private static final String POINTING =
      "SELECT name FROM name WHERE repository = ? AND digest = ? AND kind = 'channel'"
          + " AND deleted_at IS NULL ORDER BY name LIMIT 1";
  private static final String PINNED = "SELECT 1 FROM pin WHERE repository = ? AND digest = ?";

  /** What a manifest hangs on: its subject, and the indexes that list it. */
  private static final String UPWARDS =
      "SELECT target FROM manifest_reference WHERE repository = :repository AND digest = :digest"
          + " AND kind = 'subject' UNION SELECT r.digest FROM manifest_reference r"
          + " JOIN repository_manifest m ON m.repository = r.repository AND m.digest = r.digest"
          + " WHERE r.repository = :repository AND r.target = :digest AND r.kind = 'child'"
          + " AND m.deleted_at IS NULL";

  private static final Pattern ATTACHED =
      Pattern.compile("sha256-(?<hex>[0-9a-f]{64})(\\.(sig|att|sbom))?");

  private final ImagesInUse inUse;

  /** Asks about what is in use here. */
  public Protection(ImagesInUse inUse) {
    this.inUse = inUse;
  }

  /**
   * Why the image must stay.
   *
   * @return in words that follow "because it", e.g. {@code is pinned}; empty if nothing protects it
   */
  public Optional<String> reason(Handle handle, RepositoryName repository, Digest digest) {
    return reason(handle, repository, digest, DEEPEST);
  }

  /**
   * Why a name must stay: because its image must, or, for a signature under a machine tag, because
   * the image that the tag speaks of must.
   */
  public Optional<String> reason(Handle handle, HeldName name) {
    return reason(handle, name.repository(), name.image())
        .or(
            () ->
                name.kind() == NameKind.MACHINE
                    ? attachedTo(name.name())
                        .flatMap(subject -> reason(handle, name.repository(), subject))
                        .map(why -> "is attached to an image which " + why)
                    : Optional.empty());
  }

  /** The image that a machine tag of a signature or of referrers speaks of. */
  public static Optional<Digest> attachedTo(TagName name) {
    Matcher matcher = ATTACHED.matcher(name.value());
    return matcher.matches()
        ? Optional.of(new Digest(Digest.Algorithm.SHA256, matcher.group("hex")))
        : Optional.empty();
  }

  private Optional<String> reason(
      Handle handle, RepositoryName repository, Digest digest, int depth) {
    Optional<String> own = ownReason(handle, repository, digest);
    if (own.isPresent()) {
      return own;
    }
    if (depth == 0) {
      return Optional.of("belongs to a chain of manifests longer than " + DEEPEST);
    }
    return handle
        .createQuery(UPWARDS)
        .bind("repository", repository.value())
        .bind("digest", digest.toString())
        .mapTo(String.class)
        .map(Digest::parse)
        .stream()
        .flatMap(
            above ->
                reason(handle, repository, above, depth - 1)
                    .map(why -> "belongs to " + above.abbreviated() + ", which " + why)
                    .stream())
        .findFirst();
  }

  /** Why the image itself must stay, whatever it hangs on. */
  public Optional<String> ownReason(Handle handle, RepositoryName repository, Digest digest) {
    return pinned(handle, repository, digest)
        .or(() -> channel(handle, repository, digest))
        .or(() -> inUse.neededBy(repository, digest).map(who -> "is in use by " + who));
  }

  /** Why the image must stay even if its whole repository goes. */
  public Optional<String> lastingReason(Handle handle, RepositoryName repository, Digest digest) {
    return pinned(handle, repository, digest)
        .or(() -> inUse.neededBy(repository, digest).map(who -> "is in use by " + who));
  }

  private static Optional<String> pinned(Handle handle, RepositoryName repository, Digest digest) {
    return handle
        .createQuery(PINNED)
        .bind(0, repository.value())
        .bind(1, digest.toString())
        .mapTo(Integer.class)
        .findOne()
        .map(_ -> "is pinned");
  }

  private static Optional<String> channel(Handle handle, RepositoryName repository, Digest digest) {
    return handle
        .createQuery(POINTING)
        .bind(0, repository.value())
        .bind(1, digest.toString())
        .mapTo(String.class)
        .findOne()
        .map(name -> "is what channel " + name + " points to");
  }
}
