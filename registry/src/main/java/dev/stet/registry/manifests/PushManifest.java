package dev.stet.registry.manifests;

import dev.stet.http.Preconditions;
import dev.stet.http.RequestException;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.oci.Manifest;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.Reference;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.log.TagLog;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.Claim;
import dev.stet.registry.tags.ClaimOutcome;
import dev.stet.registry.tags.Condition;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.IfTaken;
import dev.stet.registry.tags.PushedManifest;
import dev.stet.registry.tags.Refusal;
import dev.stet.registry.tags.TagLedger;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes one pushed manifest: validates and hashes it, then claims its names. */
final class PushManifest {
  private final TagLedger ledger;
  private final TagLog log;
  private final SourceRevisions revisions;

  PushManifest(TagLedger ledger, TagLog log, SourceRevisions revisions) {
    this.ledger = ledger;
    this.log = log;
    this.revisions = revisions;
  }

  /**
   * A push.
   *
   * @param repository where
   * @param reference the tag or the digest in the path
   * @param tags further tags, for a push by digest
   * @param contentType what the client says it is
   * @param actor who pushes
   * @param ifTaken what is to happen when a tag is taken
   * @param preconditions what the reference must name, or must not
   */
  record Push(
      RepositoryName repository,
      Reference reference,
      List<TagName> tags,
      String contentType,
      Actor actor,
      IfTaken ifTaken,
      Preconditions preconditions) {}

  /**
   * What a push came to.
   *
   * @param digest what the name stands for, or the digest that was stored
   * @param subject what the stored manifest is about
   * @param entry the index of the log's entry that assigns the tag, of several the last
   * @param warnings for the person who pushed
   */
  record Pushed(
      Digest digest, Optional<Digest> subject, OptionalLong entry, List<String> warnings) {}

  /**
   * Pushes a manifest. Durable when it returns.
   *
   * @throws RequestException if it is not valid, or its name is refused
   */
  Pushed push(Push push, byte[] bytes) throws IOException {
    Manifest manifest = Manifest.parse(bytes, push.contentType());
    PushedManifest pushed =
        new PushedManifest(
            digest(push.reference(), bytes),
            bytes,
            manifest,
            revisions.of(push.repository(), manifest));
    Claim claim =
        new Claim(
            push.repository(), pushed, names(push), push.actor(), push.ifTaken(), condition(push));
    return result(claim, ledger.claim(claim));
  }

  private Pushed result(Claim claim, ClaimOutcome outcome) {
    Refusal refusal = new Refusal(claim);
    return switch (outcome) {
      case ClaimOutcome.Written _, ClaimOutcome.AlreadyNames _, ClaimOutcome.Stored _ ->
          new Pushed(
              claim.pushed().digest(),
              claim.pushed().manifest().subject().map(Descriptor::digest),
              entry(claim),
              ledger.warnings(claim));
      case ClaimOutcome.Kept(HeldName existing) ->
          new Pushed(
              existing.image(),
              Optional.empty(),
              entry(claim),
              List.of(keptWarning(claim, existing)));
      case ClaimOutcome.Unmet unmet -> throw refusal.of(unmet);
      case ClaimOutcome.Taken taken -> throw refusal.of(taken);
      case ClaimOutcome.Burnt burnt -> throw refusal.of(burnt);
      case ClaimOutcome.Withdrawn withdrawn -> throw refusal.of(withdrawn);
      case ClaimOutcome.NeedsTag needsTag -> throw refusal.of(needsTag);
      case ClaimOutcome.WrongKind wrongKind -> throw refusal.of(wrongKind);
      case ClaimOutcome.Rolling rolling -> throw refusal.of(rolling);
      case ClaimOutcome.Lies lies -> throw refusal.of(lies);
      case ClaimOutcome.Missing missing -> throw refusal.of(missing);
    };
  }

  private OptionalLong entry(Claim claim) {
    return claim.names().stream()
        .map(name -> log.assigned(claim.repository(), name))
        .reduce(OptionalLong.empty(), (before, last) -> last.isPresent() ? last : before);
  }

  private static String keptWarning(Claim claim, HeldName existing) {
    return "tag "
        + existing.name()
        + " is kept as "
        + existing.image()
        + ": it comes from the same commit; the pushed "
        + claim.pushed().digest()
        + " was not stored";
  }

  private static Optional<Condition> condition(Push push) {
    return push.preconditions().equals(Preconditions.NONE)
        ? Optional.empty()
        : Optional.of(new Condition(push.reference(), push.preconditions()));
  }

  private static List<TagName> names(Push push) {
    return switch (push.reference()) {
      case TagName tag -> List.of(tag);
      case Digest _ -> push.tags();
    };
  }

  private static Digest digest(Reference reference, byte[] bytes) {
    return switch (reference) {
      case TagName _ -> Digest.of(Algorithm.SHA256, bytes);
      case Digest wanted -> {
        Digest actual = Digest.of(wanted.algorithm(), bytes);
        if (!actual.equals(wanted)) {
          throw RequestException.of(
              OciErrorCode.DIGEST_INVALID,
              "the manifest hashes to " + actual + ", but the path says " + wanted);
        }
        yield actual;
      }
    };
  }
}
