package dev.stet.registry.tags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.oci.Manifest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.Images;
import dev.stet.registry.tags.SourceRevision.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The words are a promise: tools match them, and docker prints nothing else. */
class RefusalTest {
  private static final RepositoryName SHOP = RepositoryName.parse("shop/api");
  private static final String OLD = "3035eca0123456789abcdef0123456789abcdef0";
  private static final String NEW = "77d0b1c0123456789abcdef0123456789abcdef0";
  private static final byte[] BYTES = Images.index(List.of(), Map.of());
  private static final Digest PUSHED = Digest.sha256(BYTES);
  private static final Digest STANDING = Digest.parse("sha256:0123456789ab" + "0".repeat(52));

  private static Claim claim(String name, Optional<SourceRevision> source) {
    return new Claim(
        SHOP,
        new PushedManifest(PUSHED, BYTES, Manifest.parse(BYTES, ""), source),
        List.of(TagName.parse(name)),
        new Actor("dev", ""),
        IfTaken.REFUSE);
  }

  private static Optional<SourceRevision> annotated(String commit) {
    return Optional.of(new SourceRevision(commit, Origin.ANNOTATION, Optional.empty()));
  }

  private static RequestException taken(
      String name, String actor, Optional<String> revision, Optional<SourceRevision> pushed) {
    HeldName standing =
        new HeldName(
            SHOP,
            TagName.parse(name),
            NameKind.TAG,
            Optional.of(STANDING),
            1,
            Instant.parse("2026-11-20T23:59:59Z"),
            new Actor(actor, ""),
            revision,
            Optional.empty());
    return new Refusal(claim(name, pushed)).of(new ClaimOutcome.Taken(standing));
  }

  @Test
  void aTakenTag() {
    RequestException refusal = taken("main-3035eca", "ci@shop", Optional.of(OLD), annotated(NEW));
    assertThat(refusal.message())
        .isEqualTo(
            "tag \"main-3035eca\" already exists in repository \"shop/api\""
                + " (sha256:0123456789ab…, pushed 2026-11-20 by ci@shop from 3035eca) and cannot be"
                + " overwritten because the repository is immutable; this push is "
                + PUSHED.abbreviated()
                + ": push a new tag, e.g. main-77d0b1c (stet tag)");
    assertThat(refusal.status()).isEqualTo(409);
    assertThat(refusal.code().code()).isEqualTo("DENIED");
    assertThat(refusal.detail())
        .isEqualTo(
            Map.of(
                "reason",
                "TAG_TAKEN",
                "tag",
                "main-3035eca",
                "current",
                STANDING.toString(),
                "rejected",
                PUSHED.toString()));
  }

  @Test
  void aTakenTagOfWhichLittleIsKnown() {
    assertThat(taken("1.0", Actor.ANONYMOUS, Optional.empty(), Optional.empty()).message())
        .isEqualTo(
            "tag \"1.0\" already exists in repository \"shop/api\" (sha256:0123456789ab…, pushed"
                + " 2026-11-20) and cannot be overwritten because the repository is immutable; this"
                + " push is "
                + PUSHED.abbreviated()
                + ": push a new tag that names branch and commit, e.g. main-77d0b1c (stet tag)");
  }

  @Test
  void aTakenTagOfTheSameCommit() {
    RequestException refusal = taken("main-3035eca", "ci", Optional.of(OLD), annotated(OLD));
    assertThat(refusal.message())
        .isEqualTo(
            "tag \"main-3035eca\" already exists in repository \"shop/api\""
                + " (sha256:0123456789ab…, pushed 2026-11-20 by ci from 3035eca) and cannot be"
                + " overwritten because the repository is immutable; this push is "
                + PUSHED.abbreviated()
                + ": both come from commit 3035eca, which is already published under this tag, so"
                + " there is nothing to do (send Stet-If-Taken: keep, or stet copy --if-taken keep,"
                + " to accept that)");
    assertThat(refusal.detail()).containsEntry("sameRevision", OLD);
  }

  @Test
  void aRollingName() {
    RequestException refusal =
        new Refusal(claim("latest", annotated(NEW)))
            .of(new ClaimOutcome.Rolling(TagName.parse("latest")));
    assertThat(refusal.message())
        .startsWith("\"latest\" is a rolling name and cannot be pushed to repository \"shop/api\"")
        .endsWith(
            ": push a new tag, e.g. main-77d0b1c (stet tag); to have latest as a pointer to a tag: stet channel create shop/api latest");
    assertThat(refusal.status()).isEqualTo(409);
    assertThat(refusal.detail())
        .isEqualTo(
            Map.of("reason", "ROLLING_NAME", "tag", "latest", "rejected", PUSHED.toString()));
  }

  @Test
  void aNameThatLies() {
    SourceRevision revision = annotated(NEW).orElseThrow();
    RequestException refusal =
        new Refusal(claim("main-3035eca", annotated(NEW)))
            .of(new ClaimOutcome.Lies(TagName.parse("main-3035eca"), revision));
    assertThat(refusal.message())
        .isEqualTo(
            "tag \"main-3035eca\" names a commit that the image was not built from: its revision is "
                + NEW
                + ", in its annotation org.opencontainers.image.revision: push a new tag, e.g."
                + " main-77d0b1c (stet tag)");
    assertThat(refusal.status()).isEqualTo(409);
    assertThat(refusal.detail()).containsEntry("reason", "TAG_LIES").containsEntry("revision", NEW);

    SourceRevision label = new SourceRevision(NEW, Origin.LABEL, Optional.empty());
    assertThat(
            new Refusal(claim("main-3035eca", Optional.of(label)))
                .of(new ClaimOutcome.Lies(TagName.parse("main-3035eca"), label))
                .message())
        .contains(", in a label of its configuration:");
  }

  @Test
  void whatIsMissing() {
    List<Digest> digests = new ArrayList<>();
    for (byte i = 0; i < 10; i++) {
      digests.add(Digest.sha256(new byte[] {i}));
    }
    RequestException few =
        new Refusal(claim("1.0", Optional.empty()))
            .of(new ClaimOutcome.Missing(digests.subList(0, 2)));
    assertThat(few.message())
        .isEqualTo(
            "the manifest refers to content that repository \"shop/api\" does not hold: "
                + digests.get(0)
                + ", "
                + digests.get(1)
                + ": push or mount it there first, then push the manifest again");
    assertThat(few.status()).isEqualTo(400);
    assertThat(few.code().code()).isEqualTo("MANIFEST_BLOB_UNKNOWN");

    RequestException many =
        new Refusal(claim("1.0", Optional.empty())).of(new ClaimOutcome.Missing(digests));
    assertThat(many.message()).contains(digests.get(7) + " and 2 more: push");
    assertThat(many.detail())
        .isEqualTo(Map.of("missing", digests.stream().map(Digest::toString).toList()));
  }

  @Test
  void everyRefusalIsOneLine() {
    assertThat(taken("1.0", "evil\nname\u0007", Optional.empty(), Optional.empty()).message())
        .contains("by evil name ")
        .doesNotContainPattern("\\p{Cntrl}");
  }
}
