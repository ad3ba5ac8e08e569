package dev.stet.registry.tags;

import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.Manifest;
import dev.stet.oci.Reference;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * All rows that a batch of claims is about, read under the writer's lock, and what the claims
 * decided so far add to them. Used once, by the writer's thread.
 */
final class ClaimReads {
  /** Whether a repository shows what it holds. */
  private enum Held {
    VISIBLE,
    /** Collected as garbage; a push that needs it brings it back. */
    COLLECTED,
    /** Deleted on purpose: it has to be pushed again. */
    DELETED
  }

  private final Handle handle;
  private final long newestSequence;
  private final Map<RepositoryName, RepositoryKind> repositories = new HashMap<>();
  private final Map<Keys.Key, HeldName> names = new HashMap<>();
  private final Map<RepositoryName, Map<TagName, Channel>> channels = new HashMap<>();
  private final Map<Keys.Key, Held> blobs = new HashMap<>();
  private final Map<Keys.Key, Held> manifests = new HashMap<>();
  private final Map<Keys.Key, Manifest> taken = new HashMap<>();
  private final Map<Keys.Key, DeletionReason> withdrawn = new HashMap<>();

  private ClaimReads(Handle handle) {
    this.handle = handle;
    this.newestSequence = History.newest(handle);
  }

  static ClaimReads of(Handle handle, List<Claim> batch) {
    ClaimReads reads = new ClaimReads(handle);
    Keys repositories = new Keys();
    Keys names = new Keys();
    Keys blobs = new Keys();
    Keys manifests = new Keys();
    Keys pushed = new Keys();
    for (Claim claim : batch) {
      repositories.add(claim.repository(), "");
      claim.names().forEach(name -> names.add(claim.repository(), name));
      requiredBlobs(claim).forEach(digest -> blobs.add(claim.repository(), digest));
      requiredManifests(claim).forEach(digest -> manifests.add(claim.repository(), digest));
      manifests.add(claim.repository(), claim.pushed().digest());
      pushed.add(claim.repository(), claim.pushed().digest());
    }
    reads.readRepositories(repositories);
    reads.readNames(names);
    reads.blobs.putAll(reads.held(blobs, "repository_blob"));
    reads.manifests.putAll(reads.held(manifests, "repository_manifest"));
    reads.withdrawn.putAll(Withdrawals.of(handle, pushed));
    return reads;
  }

  private void readRepositories(Keys keys) {
    keys.read(
            handle,
            "SELECT r.name, r.kind FROM k JOIN repository r ON r.name = k.repository"
                + " WHERE r.deleted_at IS NULL",
            (row, _) ->
                Map.entry(
                    RepositoryName.parse(row.getString(1)), RepositoryKind.of(row.getString(2))))
        .forEach(entry -> repositories.put(entry.getKey(), entry.getValue()));
    keys.read(
            handle,
            "SELECT " + Channel.COLUMNS + " FROM k JOIN channel c ON c.repository = k.repository",
            (row, _) -> Channel.read(row))
        .forEach(this::nowPoints);
  }

  private void readNames(Keys keys) {
    keys.read(
            handle,
            "SELECT "
                + NameRows.COLUMNS
                + " FROM k JOIN name n ON n.repository = k.repository AND n.name = k.other",
            (row, _) -> NameRows.read(row))
        .forEach(this::nowHeld);
  }

  private Map<Keys.Key, Held> held(Keys keys, String table) {
    Map<Keys.Key, Held> held = new HashMap<>();
    keys.read(
            handle,
            "SELECT t.repository, t.digest, t.deleted_reason FROM k JOIN "
                + table
                + " t ON t.repository = k.repository AND t.digest = k.other",
            (row, _) ->
                Map.entry(new Keys.Key(row.getString(1), row.getString(2)), held(row.getString(3))))
        .forEach(entry -> held.put(entry.getKey(), entry.getValue()));
    return held;
  }

  private static Held held(@Nullable String deletedReason) {
    if (deletedReason == null) {
      return Held.VISIBLE;
    }
    return DeletionReason.of(deletedReason) == DeletionReason.RETENTION
        ? Held.COLLECTED
        : Held.DELETED;
  }

  /** The newest number in the history before this batch. */
  long newestSequence() {
    return newestSequence;
  }

  /** Whether the repository is there; else it has to be made. */
  boolean isThere(RepositoryName repository) {
    return repositories.containsKey(repository);
  }

  /** The kind of the repository, or what it will be when it is made. */
  RepositoryKind kind(RepositoryName repository) {
    RepositoryKind known = repositories.get(repository);
    return known == null ? Repositories.kind(handle, repository) : known;
  }

  Optional<HeldName> name(RepositoryName repository, TagName name) {
    return Optional.ofNullable(names.get(new Keys.Key(repository.value(), name.value())));
  }

  /** The live tag of an image that was claimed last, under whatever digest. */
  Optional<HeldName> newestTag(RepositoryName repository, PushedManifest image) {
    Stream<HeldName> decided =
        names.values().stream()
            .filter(it -> it.repository().equals(repository) && it.kind() == NameKind.TAG)
            .filter(it -> it.names(image));
    Stream<HeldName> before =
        image.digests().flatMap(it -> NameRows.newestTag(handle, repository, it).stream());
    return Stream.concat(decided, before).max(Comparator.comparingLong(HeldName::sequence));
  }

  /** The channels of the repository, as far as they have been moved by now. */
  List<Channel> channels(RepositoryName repository) {
    return List.copyOf(channels.getOrDefault(repository, Map.of()).values());
  }

  /** The channel that this name is. */
  Channel channel(RepositoryName repository, TagName name) {
    Channel channel = channels.getOrDefault(repository, Map.of()).get(name);
    if (channel == null) {
      throw new IllegalStateException("channel " + name + " of " + repository + " points nowhere");
    }
    return channel;
  }

  /** A name that the repository is known to have, also one that no claim is about. */
  HeldName nameIn(RepositoryName repository, TagName name) {
    return name(repository, name)
        .or(() -> NameRows.find(handle, repository, name))
        .orElseThrow(() -> new IllegalStateException(repository + " has no name " + name));
  }

  /** A manifest that the repository holds, or that an earlier claim of the batch put there. */
  Optional<Manifest> manifest(RepositoryName repository, Digest digest) {
    Manifest now = taken.get(new Keys.Key(repository.value(), digest.toString()));
    return now == null ? MachineContent.stored(handle, repository, digest) : Optional.of(now);
  }

  /** Why the claim's manifest was withdrawn from its repository, if it was. */
  Optional<DeletionReason> withdrawn(Claim claim) {
    return Optional.ofNullable(withdrawn.get(key(claim, claim.pushed().digest())));
  }

  /** Whether the repository shows the manifest. */
  boolean holds(RepositoryName repository, Digest manifest) {
    return manifests.get(new Keys.Key(repository.value(), manifest.toString())) == Held.VISIBLE;
  }

  /** What a name names, or the digest itself if the repository shows its manifest. */
  Optional<Digest> current(RepositoryName repository, Reference target) {
    return switch (target) {
      case TagName name -> name(repository, name).filter(HeldName::live).flatMap(HeldName::digest);
      case Digest digest -> Optional.of(digest).filter(it -> holds(repository, it));
    };
  }

  void nowThere(RepositoryName repository, RepositoryKind kind) {
    repositories.put(repository, kind);
  }

  void nowHeld(HeldName name) {
    names.put(new Keys.Key(name.repository().value(), name.name().value()), name);
  }

  void nowPoints(Channel channel) {
    channels
        .computeIfAbsent(channel.repository(), _ -> new TreeMap<>())
        .put(channel.name(), channel);
  }

  void nowHolds(Claim claim) {
    Keys.Key key = key(claim, claim.pushed().digest());
    manifests.put(key, Held.VISIBLE);
    taken.put(key, claim.pushed().manifest());
  }

  /** What the claim's manifest refers to and its repository does not hold. */
  List<Digest> missing(Claim claim) {
    List<Digest> missing = new ArrayList<>();
    requiredBlobs(claim).filter(it -> lacks(blobs, claim, it)).forEach(missing::add);
    requiredManifests(claim)
        .filter(it -> lacks(manifests, claim, it) || isBroken(claim, it))
        .forEach(missing::add);
    return missing.stream().distinct().toList();
  }

  /** Whether a child was collected and does not come back whole. */
  private boolean isBroken(Claim claim, Digest child) {
    return manifests.get(key(claim, child)) == Held.COLLECTED
        && !Closure.comesBack(handle, claim.repository(), child);
  }

  private static boolean lacks(Map<Keys.Key, Held> held, Claim claim, Digest digest) {
    return held.getOrDefault(key(claim, digest), Held.DELETED) == Held.DELETED;
  }

  /**
   * Whether something is out of sight that is to be shown again with the claim: what it needs, or
   * what went with its manifest.
   */
  boolean bringsBack(Claim claim) {
    Held own = manifests.getOrDefault(key(claim, claim.pushed().digest()), Held.VISIBLE);
    return own != Held.VISIBLE
        || requiredBlobs(claim).anyMatch(it -> blobs.get(key(claim, it)) == Held.COLLECTED)
        || requiredManifests(claim).anyMatch(it -> manifests.get(key(claim, it)) == Held.COLLECTED);
  }

  private static Stream<Digest> requiredBlobs(Claim claim) {
    return claim.pushed().manifest().requiredBlobs().stream().map(Descriptor::digest);
  }

  private static Stream<Digest> requiredManifests(Claim claim) {
    return claim.pushed().manifest().requiredManifests().stream().map(Descriptor::digest);
  }

  private static Keys.Key key(Claim claim, Digest digest) {
    return new Keys.Key(claim.repository().value(), digest.toString());
  }
}
