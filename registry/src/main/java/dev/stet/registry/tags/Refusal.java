package dev.stet.registry.tags;

import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.TagName;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The words in which a claim is refused: one line, because docker prints code and message alone,
 * and 409 with {@code DENIED}, the pair that no client retries.
 *
 * <p>"already exists" and "cannot be overwritten because the repository is immutable" stay together
 * as they are: tools look for them.
 */
public final class Refusal {
  static final String TAG_TAKEN = "TAG_TAKEN";
  static final String TAG_LIES = "TAG_LIES";
  static final String ROLLING_NAME = "ROLLING_NAME";
  static final String TAG_BURNT = "TAG_BURNT";
  static final String CHANNEL_NEEDS_TAG = "CHANNEL_NEEDS_TAG";
  static final String WRONG_KIND = "WRONG_KIND";
  static final String WITHDRAWN = "WITHDRAWN";

  private static final String PRECONDITION = "PRECONDITION";

  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);

  private static final String PLATFORM_HAS_THE_TAG =
      "the tag names one platform of the index that is pushed now, because a client (buildx before"
          + " 0.22, for example) pushed it under the tag of the whole: push platforms by digest,"
          + " and the index under a new tag";

  private final Claim claim;

  /** Words for the refusal of this claim. */
  public Refusal(Claim claim) {
    this.claim = claim;
  }

  /** The condition of the push does not hold; not the refusal of a name, and not counted as one. */
  public RequestException of(ClaimOutcome.Unmet unmet) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("reason", PRECONDITION);
    unmet.current().ifPresent(it -> detail.put("current", it.toString()));
    detail.put("rejected", claim.pushed().digest().toString());
    return RequestException.of(
            OciErrorCode.DENIED,
            "the condition of this push (If-Match, If-None-Match) does not hold in repository \""
                + claim.repository()
                + "\": "
                + claim.condition().map(it -> it.target().toString()).orElse("it")
                + unmet.current().map(it -> " is " + it.abbreviated()).orElse(" is not there")
                + "; nothing was changed: read it again, then decide anew")
        .status(PRECONDITION_FAILED)
        .detail(detail);
  }

  /** The name stands for another manifest. */
  public RequestException of(ClaimOutcome.Taken taken) {
    HeldName existing = taken.existing();
    Optional<String> sameRevision =
        existing
            .revision()
            .filter(
                it -> claim.pushed().source().map(SourceRevision::commit).equals(Optional.of(it)));
    String message =
        "tag \""
            + existing.name()
            + "\" already exists in repository \""
            + existing.repository()
            + "\" ("
            + existing.image().abbreviated()
            + ", pushed "
            + DAY.format(existing.pushedAt())
            + (existing.actor().known() ? " by " + existing.actor().name() : "")
            + existing.revision().map(it -> " from " + SourceRevision.shortened(it)).orElse("")
            + ") and cannot be overwritten because the repository is immutable; this push is "
            + claim.pushed().digest().abbreviated()
            + ": "
            + (isOneOf(existing)
                ? PLATFORM_HAS_THE_TAG
                : sameRevision
                    .map(Refusal::nothingToDo)
                    .orElseGet(() -> pushAnother(existing.name())));
    Map<String, Object> detail = detail(TAG_TAKEN, existing.name());
    detail.put("current", existing.image().toString());
    sameRevision.ifPresent(revision -> detail.put("sameRevision", revision));
    return denied(message, detail);
  }

  /** Whether the name stands for one of the images that the refused index lists. */
  private boolean isOneOf(HeldName existing) {
    return claim.pushed().manifest().manifests().stream()
        .anyMatch(child -> child.digest().equals(existing.image()));
  }

  /** The name is burnt. */
  public RequestException of(ClaimOutcome.Burnt burnt) {
    HeldName tombstone = burnt.tombstone();
    Deletion deletion = tombstone.deletion().orElseThrow();
    boolean same = tombstone.digest().equals(Optional.of(claim.pushed().digest()));
    Map<String, Object> detail = detail(TAG_BURNT, tombstone.name());
    tombstone.digest().ifPresent(it -> detail.put("current", it.toString()));
    detail.put("deletion", deletion.reason().text());
    return denied(
        (tombstone.kind() == NameKind.CHANNEL ? "channel" : "tag")
            + " \""
            + tombstone.name()
            + "\" already exists in repository \""
            + claim.repository()
            + "\" ("
            + tombstone.digest().map(it -> it.abbreviated() + ", ").orElse("")
            + "deleted "
            + DAY.format(deletion.at())
            + ": "
            + deletion.reason().text()
            + ") and cannot be overwritten because the repository is immutable: its name is burnt"
            + (same ? ", and an image that was withdrawn does not return; " : "; ")
            + pushAnother(tombstone.name()),
        detail);
  }

  /** The image was withdrawn. */
  public RequestException of(ClaimOutcome.Withdrawn withdrawn) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("reason", WITHDRAWN);
    detail.put("rejected", claim.pushed().digest().toString());
    detail.put("deletion", withdrawn.reason().text());
    return denied(
        "image "
            + claim.pushed().digest().abbreviated()
            + " was withdrawn from repository \""
            + claim.repository()
            + "\" for reasons of "
            + withdrawn.reason().text()
            + " and does not return to it: build another, and push that",
        detail);
  }

  /** The channel points to tags, and the image has none. */
  public RequestException of(ClaimOutcome.NeedsTag needsTag) {
    return denied(
        "\""
            + needsTag.channel()
            + "\" is a channel of repository \""
            + claim.repository()
            + "\" and points to tags, but "
            + claim.pushed().digest().abbreviated()
            + " has none: first "
            + pushAnother(needsTag.channel())
            + ", then push the channel again",
        detail(CHANNEL_NEEDS_TAG, needsTag.channel()));
  }

  /** The name is one that tools write over, and the image can run. */
  public RequestException of(ClaimOutcome.WrongKind wrongKind) {
    TagName name = wrongKind.existing().name();
    return denied(
        "\""
            + name
            + "\" is a machine tag of repository \""
            + claim.repository()
            + "\", for signatures, attachments and caches, and can never name an image that runs: "
            + pushAnother(name),
        detail(WRONG_KIND, name));
  }

  /** The name moves by nature. */
  public RequestException of(ClaimOutcome.Rolling rolling) {
    return denied(
        "\""
            + rolling.name()
            + "\" is a rolling name and cannot be pushed to repository \""
            + claim.repository()
            + "\" because tags stand here, and this one would have to move: "
            + pushAnother(rolling.name())
            + "; to have "
            + rolling.name()
            + " as a pointer to a tag: stet channel create "
            + claim.repository()
            + " "
            + rolling.name(),
        detail(ROLLING_NAME, rolling.name()));
  }

  /** The name says another commit than the image. */
  public RequestException of(ClaimOutcome.Lies lies) {
    Map<String, Object> detail = detail(TAG_LIES, lies.name());
    detail.put("revision", lies.revision().commit());
    return denied(
        "tag \""
            + lies.name()
            + "\" names a commit that the image was not built from: its revision is "
            + lies.revision().commit()
            + ", in "
            + (lies.revision().origin() == SourceRevision.Origin.LABEL
                ? "a label of its configuration"
                : "its annotation org.opencontainers.image.revision")
            + ": "
            + pushAnother(lies.name()),
        detail);
  }

  /** The repository lacks what the manifest refers to. */
  public RequestException of(ClaimOutcome.Missing missing) {
    List<String> digests = missing.digests().stream().map(Digest::toString).toList();
    return RequestException.of(
            OciErrorCode.MANIFEST_BLOB_UNKNOWN,
            "the manifest refers to content that repository \""
                + claim.repository()
                + "\" does not hold: "
                + digests.stream().limit(8).collect(Collectors.joining(", "))
                + (digests.size() > 8 ? " and " + (digests.size() - 8) + " more" : "")
                + ": push or mount it there first, then push the manifest again")
        .detail(Map.of("missing", digests));
  }

  private String pushAnother(TagName wrong) {
    return TagRules.advice(wrong, claim.pushed().source())
        .filter(advice -> !advice.equals(wrong.value()))
        .map(advice -> "push a new tag, e.g. " + advice + " (stet tag)")
        .orElse("push a new tag that names branch and commit, e.g. main-77d0b1c (stet tag)");
  }

  private static String nothingToDo(String revision) {
    return "both come from commit "
        + SourceRevision.shortened(revision)
        + ", which is already published under this tag, so there is nothing to do (send Stet-If-Taken:"
        + " keep, or stet copy --if-taken keep, to accept that)";
  }

  private Map<String, Object> detail(String reason, TagName tag) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("reason", reason);
    detail.put("tag", tag.value());
    detail.put("rejected", claim.pushed().digest().toString());
    return detail;
  }

  private static RequestException denied(String message, Map<String, Object> detail) {
    return RequestException.of(OciErrorCode.DENIED, message)
        .status(CONFLICT)
        .reason("Conflict (" + shortly(String.valueOf(detail.get("reason"))) + ")")
        .detail(detail);
  }

  /** For clients that show the status line and nothing else. */
  private static String shortly(String reason) {
    return switch (reason) {
      case TAG_TAKEN -> "tag is immutable";
      case TAG_BURNT -> "tag is immutable and its name is burnt";
      case TAG_LIES -> "tag names another commit than the image";
      case ROLLING_NAME -> "rolling name";
      case CHANNEL_NEEDS_TAG -> "channel needs a tag";
      case WRONG_KIND -> "machine tag";
      case WITHDRAWN -> "image was withdrawn";
      default -> throw new IllegalArgumentException(reason);
    };
  }
}
