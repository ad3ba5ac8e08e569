package dev.stet.cli.verify;

import dev.stet.api.Tag;
import dev.stet.api.TagHistory;
import dev.stet.cli.command.Failure;
import dev.stet.cli.files.WholeFile;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.LogSite;
import dev.stet.cli.server.ServerAddress;
import dev.stet.log.Checkpoint;
import dev.stet.log.MalformedException;
import dev.stet.log.Policy;
import dev.stet.log.ProofFile;
import dev.stet.log.VerificationException;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Verifies images, one after the other: the policy accepts the proof, its entry is of this tag, the
 * digest is the one that was written and the one that was seen before, and the log has shown no
 * other history. Whatever does not hold is a {@link Doubt}.
 */
final class Verification {
  static final String POLICY = "policy";
  private static final String PROOF = "proof";
  private static final String LOCK = "lock";
  private static final String DIGEST = "digest";
  private static final String CONSISTENCY = "consistency";
  private static final String ONLINE = "online";

  private final Demands demands;
  private final Lock lock;
  private final Clock clock;
  private final Map<String, LogSite> sites = new HashMap<>();

  Verification(Demands demands, Lock lock, Clock clock) {
    this.demands = demands;
    this.lock = lock;
    this.clock = clock;
  }

  /**
   * What the person wants, and where it is found.
   *
   * @param policy the policy for a registry, if there is one
   * @param noPolicy what to say where there is none
   * @param proof the bytes of a proof that is at hand; empty if the registry is to be asked
   * @param oldest the greatest age of the cosignatures
   * @param offline whether nothing may be asked
   * @param online asks the registry about deletions; empty if it is not to be asked
   * @param site the log of a registry
   * @param said hears what is no result
   */
  record Demands(
      Function<ServerAddress, Optional<Policy>> policy,
      Function<ServerAddress, Failure> noPolicy,
      Optional<byte[]> proof,
      Optional<Duration> oldest,
      boolean offline,
      Optional<Function<ServerAddress, ApiClient>> online,
      Function<ServerAddress, LogSite> site,
      Consumer<String> said) {}

  /** What comes of an image; never throws. */
  Verdict verify(Wanted wanted) {
    try {
      Proven proven = proven(wanted);
      proven.lines(clock.instant()).forEach(demands.said());
      demands.online().ifPresent(registry -> requireServed(proven, registry));
      lock.lock(wanted.lockName(), proven.digest());
      return Verdict.of(proven);
    } catch (Doubt doubt) {
      return Verdict.of(wanted.where(), wanted.text(), doubt);
    }
  }

  private Proven proven(Wanted wanted) {
    Policy policy = policy(wanted);
    byte[] bytes = demands.proof().orElseGet(() -> fetched(wanted));
    try {
      ProofFile proof = ProofFile.parse(bytes);
      ProofFile.Verified verified =
          proof.verify(policy, wanted.repository().value(), wanted.tag().value());
      demands
          .oldest()
          .ifPresent(
              it ->
                  verified
                      .checkpoint()
                      .requireFresh(clock.instant().getEpochSecond(), it.toSeconds()));
      Digest digest = Digest.parse(verified.leaf().digest());
      Proven proven = new Proven(wanted, digest, proof.index(), policy, verified.checkpoint());
      requireAsWritten(proven);
      requireAsSeen(proven);
      compare(wanted, proof, policy);
      return proven;
    } catch (VerificationException e) {
      throw Doubt.of(wanted.toString(), e);
    } catch (MalformedException e) {
      throw Doubt.of(wanted.toString(), e);
    }
  }

  private Policy policy(Wanted wanted) {
    try {
      return demands
          .policy()
          .apply(wanted.registry())
          .orElseThrow(
              () ->
                  Doubt.of(POLICY, wanted.toString(), demands.noPolicy().apply(wanted.registry())));
    } catch (Failure failure) {
      throw Doubt.of("policy-file", wanted.toString(), failure);
    }
  }

  private byte[] fetched(Wanted wanted) {
    try {
      return site(wanted.registry())
          .proof(wanted.repository(), wanted.tag())
          .orElseThrow(
              () ->
                  Doubt.of(
                      PROOF,
                      wanted.toString(),
                      "the log has no entry for it: it was never pushed as a tag that stands"
                          + " (channels, machine tags and mutable tags are not covered), or the"
                          + " registry is no Stet",
                      "stet show " + wanted + " tells what the registry knows of it"));
    } catch (Failure failure) {
      throw Doubt.of(PROOF, wanted.toString(), failure);
    }
  }

  private LogSite site(ServerAddress registry) {
    return sites.computeIfAbsent(registry.base().toString(), _ -> demands.site().apply(registry));
  }

  private static void requireAsWritten(Proven proven) {
    Optional<Digest> written = proven.wanted().digest();
    if (written.isPresent() && !written.get().equals(proven.digest())) {
      throw Doubt.of(
          DIGEST,
          proven.wanted().toString(),
          "got "
              + proven.digest()
              + " from the log, wanted "
              + written.get()
              + ", as it is written",
          "correct the digest behind the tag, or do not use the image");
    }
  }

  private void requireAsSeen(Proven proven) {
    Optional<Digest> seen = lock.digest(proven.wanted().lockName());
    if (seen.isPresent() && !seen.get().equals(proven.digest())) {
      throw Doubt.of(
          LOCK,
          proven.wanted().toString(),
          "got "
              + proven.digest()
              + " from the log, wanted "
              + seen.get()
              + ", as "
              + lock.file()
              + " has it: the tag was given twice, or the registry has another log now",
          "do not use the image; keep "
              + lock.file()
              + " and the proof (stet log proof): together they may be evidence");
    }
  }

  private void compare(Wanted wanted, ProofFile proof, Policy policy) {
    try {
      new SeenCheckpoints(lock)
          .compare(
              proof.checkpoint(),
              policy,
              demands.offline() ? Optional.empty() : Optional.of(site(wanted.registry())));
    } catch (ForkException fork) {
      throw forked(wanted, fork);
    } catch (Failure failure) {
      throw Doubt.of(CONSISTENCY, wanted.toString(), notCompared(failure, policy));
    }
  }

  private Doubt forked(Wanted wanted, ForkException fork) {
    String name = fork.evidence().log().name().replaceAll("[^A-Za-z0-9.-]", "_");
    Path file = lock.file().resolveSibling(name + ".stet-evidence");
    String next =
        "do not use this registry; show " + file + " to everybody: stet verify --evidence";
    try {
      WholeFile.write(file, fork.evidence().text());
    } catch (IOException e) {
      next = "do not use this registry; the evidence could not be written to " + file;
    }
    return Doubt.of(CONSISTENCY, wanted.toString(), fork.shows(), next);
  }

  private Failure notCompared(Failure failure, Policy policy) {
    long newest =
        lock.checkpoints(policy.log().name()).stream()
            .mapToLong(it -> Checkpoint.parse(it.text()).size())
            .max()
            .orElse(0);
    return failure
        .because("a checkpoint of size " + newest + " was seen before, and has to be compared")
        .next("--offline with --proof leaves this to the next time");
  }

  private void requireServed(Proven proven, Function<ServerAddress, ApiClient> registry) {
    Wanted wanted = proven.wanted();
    Tag tag = served(wanted, registry);
    if (tag.deletedAt() != null) {
      throw Doubt.of(
          "tombstone",
          wanted.toString(),
          "the registry says that it was deleted at "
              + tag.deletedAt()
              + ", reason "
              + tag.deletedReason(),
          "stet history " + wanted + " shows what happened");
    }
    if (!tag.digest().equals(proven.digest().toString())) {
      throw Doubt.of(
          DIGEST,
          wanted.toString(),
          "got "
              + tag.digest()
              + " from the registry, wanted "
              + proven.digest()
              + ", as its log has it",
          "do not pull it by tag; stet fsck tells the operator what is wrong");
    }
    demands.said().accept("  not deleted, says the registry; no proof shows that");
  }

  private static Tag served(Wanted wanted, Function<ServerAddress, ApiClient> registry) {
    try {
      Tag tag =
          registry
              .apply(wanted.registry())
              .get(
                  ApiPath.of(wanted.repository(), "tags", wanted.tag().value()),
                  TagHistory.class,
                  "the registry does not say whether it is deleted")
              .tag();
      if (tag == null) {
        throw Doubt.of(
            ONLINE, wanted.toString(), "the registry knows no such tag", "stet show " + wanted);
      }
      return tag;
    } catch (Failure failure) {
      throw Doubt.of(ONLINE, wanted.toString(), failure);
    }
  }
}
