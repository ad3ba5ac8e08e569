package dev.stet.registry.tags;

import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * All rows that a batch of claims is about, read under the writer's lock, and what the claims
 * decided so far add to them. Used once, by the writer's thread.
 */
final class ClaimReads {
  private final long newestSequence;
  private final Map<Keys.Key, StandingTag> standing = new HashMap<>();
  private final Set<Keys.Key> blobs = new HashSet<>();
  private final Set<Keys.Key> manifests = new HashSet<>();

  private ClaimReads(long newestSequence) {
    this.newestSequence = newestSequence;
  }

  static ClaimReads of(Handle handle, List<Claim> batch) {
    Keys names = new Keys();
    Keys blobs = new Keys();
    Keys manifests = new Keys();
    for (Claim claim : batch) {
      claim.names().forEach(name -> names.add(claim.repository(), name));
      requiredBlobs(claim).forEach(digest -> blobs.add(claim.repository(), digest));
      requiredManifests(claim).forEach(digest -> manifests.add(claim.repository(), digest));
    }
    ClaimReads reads = new ClaimReads(newestSequence(handle));
    names
        .read(
            handle,
            "SELECT "
                + TagRows.COLUMNS
                + " FROM k JOIN name n ON n.repository = k.repository AND n.name = k.other",
            (row, _) -> TagRows.read(row))
        .forEach(reads::nowStands);
    reads.blobs.addAll(held(handle, blobs, "repository_blob"));
    reads.manifests.addAll(held(handle, manifests, "repository_manifest"));
    return reads;
  }

  static long newestSequence(Handle handle) {
    return handle
        .createQuery("SELECT COALESCE(MAX(sequence), 0) FROM history")
        .mapTo(Long.class)
        .one();
  }

  private static List<Keys.Key> held(Handle handle, Keys keys, String table) {
    return keys.read(
        handle,
        "SELECT t.repository, t.digest FROM k JOIN "
            + table
            + " t ON t.repository = k.repository AND t.digest = k.other",
        (row, _) -> new Keys.Key(row.getString(1), row.getString(2)));
  }

  /** The newest number in the history before this batch. */
  long newestSequence() {
    return newestSequence;
  }

  Optional<StandingTag> standing(RepositoryName repository, TagName name) {
    return Optional.ofNullable(standing.get(new Keys.Key(repository.value(), name.value())));
  }

  void nowStands(StandingTag tag) {
    standing.put(new Keys.Key(tag.repository().value(), tag.name().value()), tag);
  }

  void nowHolds(RepositoryName repository, Digest manifest) {
    manifests.add(new Keys.Key(repository.value(), manifest.toString()));
  }

  /** What the claim's manifest refers to and its repository does not hold. */
  List<Digest> missing(Claim claim) {
    List<Digest> missing = new ArrayList<>();
    requiredBlobs(claim)
        .filter(digest -> !blobs.contains(key(claim, digest)))
        .forEach(missing::add);
    requiredManifests(claim)
        .filter(digest -> !manifests.contains(key(claim, digest)))
        .forEach(missing::add);
    return missing.stream().distinct().toList();
  }

  private static Stream<Digest> requiredBlobs(Claim claim) {
    return claim.pushed().manifest().requiredBlobs().stream().map(Descriptor::digest);
  }

  private static Stream<Digest> requiredManifests(Claim claim) {
    return claim.pushed().manifest().manifests().stream().map(Descriptor::digest);
  }

  private static Keys.Key key(Claim claim, Digest digest) {
    return new Keys.Key(claim.repository().value(), digest.toString());
  }
}
