package dev.stet.cli.log;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.policy.PolicyFiles;
import dev.stet.cli.server.LogSite;
import dev.stet.cli.server.ServerAddress;
import dev.stet.log.Check;
import dev.stet.log.Checkpoint;
import dev.stet.log.EntryBundle;
import dev.stet.log.Hash;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.log.Policy;
import dev.stet.log.Proofs;
import dev.stet.log.Tile;
import dev.stet.log.VerificationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The log of a registry, of which everything is checked that is handed out: the newest checkpoint
 * by the signature of the log, the newest that the quorum has signed by the whole policy, and
 * entries by their hashes, up to the root of the newest checkpoint.
 */
final class VerifiedLog {
  private final LogSite site;
  private final Policy policy;
  private final Policy.Accepted newest;

  private VerifiedLog(LogSite site, Policy policy) {
    this.site = site;
    this.policy = policy;
    this.newest = withoutQuorum().check(Note.parse(site.checkpoint()));
  }

  /**
   * Reads the newest checkpoint of a log.
   *
   * @param policyFile the policy; that of the registry without one
   * @throws Failure if there is no policy, or something does not hold
   */
  static VerifiedLog open(
      ServerAddress registry, @Nullable Path policyFile, Surroundings surroundings) {
    Policy policy =
        policyFile == null
            ? new PolicyFiles(surroundings).require(registry)
            : PolicyFiles.read(surroundings.directory().resolve(policyFile));
    LogSite site = new LogSite(registry, surroundings.version());
    return checked(site, () -> new VerifiedLog(site, policy));
  }

  /**
   * The log with an entry, as it is now or as the registry shows it when it is asked again: it may
   * have grown since.
   *
   * @throws Failure if something does not hold
   */
  VerifiedLog with(long index) {
    return has(index) ? this : checked(site, () -> new VerifiedLog(site, policy));
  }

  /** Whether the newest checkpoint stands for an entry. */
  boolean has(long index) {
    return index < newest.checkpoint().size();
  }

  private static <T> T checked(LogSite site, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (VerificationException e) {
      throw doubt(site, e.check().text(), e);
    } catch (MalformedException e) {
      throw doubt(site, "format", e);
    }
  }

  private static Failure doubt(LogSite site, String check, Exception e) {
    return Failure.of(
            ExitCode.VERIFICATION_FAILED,
            "the log of " + site.server() + " is not believed: the check '" + check + "' failed")
        .because(String.valueOf(e.getMessage()))
        .next("compare your policy with what the operator publishes; else tell those who cosign");
  }

  private Policy withoutQuorum() {
    return new Policy(policy.log(), policy.url(), policy.members(), Optional.empty());
  }

  LogSite site() {
    return site;
  }

  Policy policy() {
    return policy;
  }

  /** The newest checkpoint, signed by the log. */
  Policy.Accepted newest() {
    return newest;
  }

  /** Whether the quorum of the policy has signed, and what. */
  sealed interface Quorum {
    /** It has signed a checkpoint that is of the same history as the newest. */
    record Reached(Policy.Accepted signed) implements Quorum {}

    /** It has signed nothing that the registry shows. */
    record Missing(String why) implements Quorum {}
  }

  /**
   * The newest checkpoint that the quorum of the policy has signed; empty if the policy has no
   * quorum.
   *
   * @throws Failure if anything but the quorum is missing
   */
  Optional<Quorum> quorum() {
    return policy.quorum().map(_ -> checked(site, this::underQuorum));
  }

  private Quorum underQuorum() {
    Optional<Note> shown = site.cosigned().map(Note::parse);
    if (shown.isEmpty()) {
      return new Quorum.Missing("the registry shows no checkpoint that others have signed");
    }
    requireOneHistory(withoutQuorum().check(shown.get()).checkpoint(), newest.checkpoint());
    try {
      return new Quorum.Reached(policy.check(shown.get()));
    } catch (VerificationException e) {
      if (e.check() == Check.QUORUM) {
        return new Quorum.Missing(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /** Either may be the larger, as the log may have grown between two requests. */
  private void requireOneHistory(Checkpoint one, Checkpoint other) {
    Checkpoint small = one.size() <= other.size() ? one : other;
    Checkpoint large = small.equals(one) ? other : one;
    if (small.size() > 0) {
      Proofs.verifyConsistency(
          small.size(),
          small.root(),
          large.size(),
          large.root(),
          Proofs.consistency(small.size(), large.size(), site));
    }
  }

  /**
   * Entries, the oldest first.
   *
   * @param from the index of the first, from 0
   * @param to the index behind the last, at most the size
   * @throws Failure if an entry is withheld, or is not the one that the checkpoint stands for
   */
  List<Entry> entries(long from, long to) {
    return checked(
        site,
        () -> {
          List<Entry> entries = new ArrayList<>();
          for (long n = from / Tile.WIDTH; n * Tile.WIDTH < to; n++) {
            addBundle(n, from, to, entries);
          }
          return entries;
        });
  }

  private void addBundle(long n, long from, long to, List<Entry> entries) {
    long size = newest.checkpoint().size();
    List<byte[]> bundle = site.entries(new EntryBundle(n, Tile.at(0, n, size).width()));
    for (int i = 0; i < bundle.size(); i++) {
      long index = n * Tile.WIDTH + i;
      if (index >= from && index < to) {
        Proofs.verifyInclusion(
            Hash.leaf(bundle.get(i)),
            index,
            size,
            Proofs.inclusion(index, size, site),
            newest.checkpoint().root());
        entries.add(Entry.of(index, bundle.get(i)));
      }
    }
  }
}
