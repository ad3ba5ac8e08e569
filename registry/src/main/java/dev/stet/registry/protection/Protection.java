package dev.stet.registry.protection;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Says why an image must stay. Used inside a transaction, by the writer's thread, or on a reader's
 * for a plan.
 *
 * <p>That an image has a tag does not protect it. What belongs to an image shares its protection:
 * the children of an index, referrers, and what lies under the machine tag of a signature.
 */
public final class Protection {
  /** What belongs to more manifests than this stays until there are fewer. */
  private static final int MOST_ABOVE = 1000;

  /**
   * The image and all that it belongs to: the indexes that list it, its subject, and the image that
   * a machine tag of it speaks of. (The tag of a long digest is cut.)
   */
  private static final String ABOVE =
      """
      WITH RECURSIVE above (digest) AS (
        VALUES (:digest)
        UNION
        SELECT r.digest FROM above a CROSS JOIN manifest_reference r
          CROSS JOIN repository_manifest m
          WHERE r.repository = :repository AND r.target = a.digest AND r.kind = 'child'
          AND m.repository = r.repository AND m.digest = r.digest AND m.deleted_at IS NULL
        UNION
        SELECT r.target FROM above a CROSS JOIN manifest_reference r
          WHERE r.repository = :repository AND r.digest = a.digest AND r.kind = 'subject'
        UNION
        SELECT m.digest FROM above a CROSS JOIN name n CROSS JOIN repository_manifest m
          WHERE n.repository = :repository AND n.digest = a.digest AND n.kind = 'machine'
          AND n.deleted_at IS NULL AND n.name LIKE 'sha___-%' AND m.repository = n.repository
          AND m.digest >= substr(n.name, 1, 6) || ':' || substr(n.name, 8, 64)
          AND m.digest < substr(n.name, 1, 6) || ':' || substr(n.name, 8, 64) || 'g'
        LIMIT :limit)
      SELECT a.digest,
        EXISTS (SELECT 1 FROM pin p WHERE p.repository = :repository AND p.digest = a.digest),
        (SELECT MIN(n.name) FROM name n WHERE n.repository = :repository AND n.digest = a.digest
          AND n.kind = 'channel' AND n.deleted_at IS NULL)
      FROM above a""";

  private static final Pattern ATTACHED =
      Pattern.compile("sha256-(?<hex>[0-9a-f]{64})(\\.(sig|att|sbom))?");

  private record Above(Digest digest, boolean pinned, @Nullable String channel) {}

  private final ImagesInUse inUse;

  /** Asks about what is in use here. */
  public Protection(ImagesInUse inUse) {
    this.inUse = inUse;
  }

  /**
   * Why the image must stay.
   *
   * @return in words that follow "because it", e.g. {@code is pinned}; empty if nothing protects it
   * @throws dev.stet.http.RequestException with 503 if nobody can say whether it is in use
   */
  public Optional<String> reason(Handle handle, RepositoryName repository, Digest digest) {
    List<Above> above = above(handle, repository, digest);
    if (above.size() == MOST_ABOVE) {
      return Optional.of("belongs to more manifests than can be looked at");
    }
    return above.stream()
        .sorted(Comparator.comparing(it -> !it.digest().equals(digest))) // itself first
        .flatMap(
            it ->
                own(repository, it)
                    .map(why -> it.digest().equals(digest) ? why : through(it.digest(), why))
                    .stream())
        .findFirst();
  }

  private static String through(Digest above, String why) {
    return "belongs to " + above.abbreviated() + ", which " + why;
  }

  private static List<Above> above(Handle handle, RepositoryName repository, Digest digest) {
    return handle
        .createQuery(ABOVE)
        .bind("repository", repository.value())
        .bind("digest", digest.toString())
        .bind("limit", MOST_ABOVE)
        .map(
            (row, _) ->
                new Above(Digest.parse(row.getString(1)), row.getBoolean(2), row.getString(3)))
        .list();
  }

  private Optional<String> own(RepositoryName repository, Above image) {
    if (image.pinned()) {
      return Optional.of("is pinned");
    }
    return Optional.ofNullable(image.channel())
        .map(name -> "is what channel " + name + " points to")
        .or(() -> used(repository, image.digest()));
  }

  private Optional<String> used(RepositoryName repository, Digest digest) {
    return inUse.neededBy(repository, digest).map(who -> "is in use by " + who);
  }

  /**
   * An image that must stay even if its whole repository goes.
   *
   * @param why in words that follow "because it"
   */
  public record Lasting(Digest digest, String why) {}

  /**
   * One of the images of a repository that must stay even if the repository goes.
   *
   * @param shown the manifests of the repository
   * @throws dev.stet.http.RequestException with 503 if nobody can say whether they are in use
   */
  public Optional<Lasting> lasting(Handle handle, RepositoryName repository, List<Digest> shown) {
    return handle
        .createQuery("SELECT digest FROM pin WHERE repository = ? ORDER BY digest LIMIT 1")
        .bind(0, repository.value())
        .mapTo(String.class)
        .map(digest -> new Lasting(Digest.parse(digest), "is pinned"))
        .findOne()
        .or(
            () ->
                shown.stream()
                    .flatMap(
                        digest ->
                            used(repository, digest).map(why -> new Lasting(digest, why)).stream())
                    .findFirst());
  }

  /** The image that a machine tag of a signature or of referrers speaks of. */
  public static Optional<Digest> attachedTo(TagName name) {
    Matcher matcher = ATTACHED.matcher(name.value());
    return matcher.matches()
        ? Optional.of(new Digest(Digest.Algorithm.SHA256, matcher.group("hex")))
        : Optional.empty();
  }
}
