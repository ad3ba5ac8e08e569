package dev.stet.server.holes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.server.Answer;
import dev.stet.server.TestImage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ways on which a name that is protected is got at elsewhere. */
class WayHolesTest extends HoleTest {
  private static final TestImage FIRST = TestImage.of("first");
  private static final TestImage OTHER = TestImage.of("other");

  @Test
  @Tag("hole-tag-parameter")
  void thePushByDigestWithTagsSkipsTheRules() {
    server.push("hole/parameter", "v1", FIRST);
    blobs("hole/parameter", List.of(OTHER));
    for (String tags : List.of("?tag=v1", "?tag=v2&tag=v1", "?tag=v2&tag=latest&tag=v3")) {
      Answer refused = server.pushManifest("hole/parameter", OTHER.digest() + tags, OTHER);
      assertThat(refused.status()).as(tags).isEqualTo(409);
      assertThat(refused.all("OCI-Tag")).isEmpty();
    }
    assertThat(named("hole/parameter", "v1")).isEqualTo(FIRST.digest().toString());
    for (Object nothing : List.of("v2", "v3", "latest", OTHER.digest())) {
      assertThat(named("hole/parameter", nothing)).as("%s", nothing).isEmpty();
    }
  }

  @Test
  @Tag("hole-latest-exempt")
  void latestIsExempt() {
    String channels = "/repositories/hole/latest/channels";
    blobs("hole/latest", List.of(FIRST, OTHER));
    assertRefused(server.pushManifest("hole/latest", "latest", FIRST), "ROLLING_NAME");
    server.pushManifest("hole/latest", "v1", FIRST);
    done(api("POST", channels, "{'name':'latest','tag':'v1'}"));
    assertRefused(server.pushManifest("hole/latest", "latest", OTHER), "CHANNEL_NEEDS_TAG");
    assertThat(named("hole/latest", "latest")).isEqualTo(FIRST.digest().toString());
    done(api("DELETE", channels + "/latest", ""));
    assertRefused(server.pushManifest("hole/latest", "latest", FIRST), "TAG_BURNT");
  }

  @Test
  @Tag("hole-delete-then-other")
  void aNameIsFreeAgainOnceItIsDeleted() {
    for (Object deleted : List.of("v1", FIRST.digest())) {
      server.push("hole/delete", "v1", FIRST);
      assertThat(server.delete(manifest("hole/delete", deleted)).status()).isEqualTo(202);
      assertRefused(server.push("hole/delete", "v1", OTHER), "TAG_BURNT");
      assertRefused(server.push("hole/delete", OTHER.digest() + "?tag=v1", OTHER), "TAG_BURNT");
      assertThat(api("POST", "/repositories/hole/delete/channels", "{'name':'v1'}").status())
          .isEqualTo(409);
      assertThat(named("hole/delete", "v1")).isEmpty();
    }
    assertThat(server.push("hole/delete", "v1", FIRST).status())
        .as("its own image may return")
        .isEqualTo(201);
  }

  @Test
  @Tag("hole-repository-delete")
  void aDeletedRepositoryFreesItsNames() {
    server.push("hole/repository", "v1", FIRST);
    done(api("DELETE", "/repositories/hole/repository", ""));
    assertThat(server.get("/v2/hole/repository/tags/list").status()).isEqualTo(404);
    assertRefused(server.push("hole/repository", "v1", OTHER), "TAG_BURNT");
    assertThat(server.push("hole/repository", "v2", OTHER).status()).isEqualTo(201);
    assertRefused(server.push("hole/repository", "v1", OTHER), "TAG_BURNT");
    assertThat(
            api("POST", "/declarations", "{'pattern':'hole/repository','kind':'mutable'}").status())
        .as("nor does it become mutable")
        .isEqualTo(409);
  }

  private void pin(String repository, Object reference) {
    done(api("POST", "/repositories/" + repository + "/pins", "{'reference':'" + reference + "'}"));
  }

  private void assertStays(String repository, Object reference) {
    Answer refused = server.delete(manifest(repository, reference));
    assertThat(refused.status()).as("%s", refused).isEqualTo(405);
    assertThat(refused.code()).isEqualTo("UNSUPPORTED");
    assertThat(refused.message()).contains("is pinned");
    assertThat(named(repository, reference)).isNotEmpty();
  }

  @Test
  @Tag("hole-delete-by-digest")
  void aProtectedTagGoesWithItsDigest() {
    server.push("hole/digest", FIRST.digest() + "?tag=v1&tag=v2", FIRST);
    pin("hole/digest", "v1");
    for (Object reference : List.of("v1", "v2", FIRST.digest())) {
      assertStays("hole/digest", reference);
    }
    assertThat(api("DELETE", "/repositories/hole/digest", "").status()).isEqualTo(405);
  }

  @Test
  @Tag("hole-child-deleted")
  void theChildrenOfAnIndexAreDeletedBecauseTheyHaveNoTag() {
    TestImage index = TestImage.index(FIRST);
    server.push("hole/child", FIRST.digest().toString(), FIRST);
    server.push("hole/child", "v1", index);
    Answer child = server.delete(manifest("hole/child", FIRST.digest()));
    assertThat(child.status()).isEqualTo(405);
    assertThat(child.message()).contains(index.digest().toString());
    for (byte[] blob : FIRST.blobs()) {
      assertThat(server.delete("/v2/hole/child/blobs/" + Digest.sha256(blob)).status())
          .isEqualTo(405);
    }
    done(api("POST", "/collections", "{'dryRun':false,'grace':'0s'}"));
    assertThat(named("hole/child", FIRST.digest())).isNotEmpty();
  }

  @Test
  @Tag("hole-signature-deleted")
  void theSignatureOfAProtectedImageIsDeleted() {
    server.push("hole/sig", "v1", FIRST);
    String tag = FIRST.digest().toString().replace(':', '-') + ".sig";
    TestImage signature = TestImage.index();
    server.push("hole/sig", tag, signature);
    pin("hole/sig", "v1");
    assertStays("hole/sig", tag);
    assertStays("hole/sig", signature.digest());
  }

  @Test
  @Tag("hole-side-door")
  void whatIsRestoredComesInThroughASideDoor() {
    String restorations = "/repositories/hole/side/restorations";
    server.push("hole/side", "v1", FIRST);
    server.push("hole/side", "v2", FIRST);
    done(api("DELETE", "/repositories/hole/side/tags/v2", ""));
    done(
        api("DELETE", "/repositories/hole/side/manifests/" + FIRST.digest() + "?reason=legal", ""));
    for (Object reference : List.of("v1", "v2", FIRST.digest())) {
      assertThat(api("POST", restorations, "{'reference':'" + reference + "'}").status())
          .isEqualTo(409);
      assertThat(
              api(
                      "POST",
                      "/collected/restorations",
                      "{'repository':'hole/side','digest':'" + FIRST.digest() + "'}")
                  .status())
          .isEqualTo(409);
    }
    for (String reference : List.of("v1", "v2", "v3", FIRST.digest().toString())) {
      assertThat(server.push("hole/side", reference, FIRST).status()).isEqualTo(409);
    }
    assertThat(named("hole/side", FIRST.digest())).isEmpty();
  }
}
