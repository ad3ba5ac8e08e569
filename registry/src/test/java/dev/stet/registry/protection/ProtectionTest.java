package dev.stet.registry.protection;

import static dev.stet.registry.ApiRequests.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.oci.OciErrorCode;
import dev.stet.registry.Images;
import dev.stet.registry.NamesTest;
import dev.stet.registry.TestAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProtectionTest extends NamesTest {
  private static final byte[] IMAGE = manifest("image");
  private static final byte[] SIGNATURE = manifest("signature");

  private final AtomicReference<Optional<Digest>> running = new AtomicReference<>(Optional.empty());

  private void pin(Object reference) {
    done(api.post("/pins", "{'reference':'" + reference + "'}"));
  }

  private void assertStays(String path, String why) {
    TestAnswer refused = api.delete(path);
    assertThat(refused.status()).as(refused.text()).isEqualTo(405);
    assertThat(refused.text()).contains("PROTECTED", why);
  }

  private void assertSignatureStays(Digest image, Digest signature, String tag) {
    String why = "belongs to " + image.abbreviated() + ", which is pinned";
    assertStays("/tags/" + tag, why);
    assertStays("/manifests/" + signature, why);
  }

  @Test
  void aSignatureUnderAMachineTagStaysWithItsImage() {
    Digest image = registry.image(SHOP, "v1", IMAGE);
    String tag = image.toString().replace(':', '-') + ".sig";
    Digest signature = registry.image(SHOP, tag, SIGNATURE);
    pin("v1");
    assertSignatureStays(image, signature, tag);

    Digest second = registry.image(SHOP, tag, manifest("second signature"));
    assertSignatureStays(image, second, tag);
    done(api.delete("/manifests/" + signature));

    done(api.delete("/pins/" + image));
    done(api.delete("/tags/" + tag));
  }

  @Test
  void theMachineTagOfALongDigestIsCut() {
    Digest image = Digest.of(Algorithm.SHA512, IMAGE);
    assertThat(registry.put(SHOP, image, IMAGE).status()).isEqualTo(201);
    String tag = "sha512-" + image.hex().substring(0, 64) + ".att";
    Digest signature = registry.image(SHOP, tag, SIGNATURE);
    pin(image);
    assertSignatureStays(image, signature, tag);
  }

  @Test
  void whatBelongsToWhatBelongsStaysToo() {
    byte[] inner = Images.index(List.of(IMAGE), Map.of());
    byte[] outer = Images.index(List.of(inner), Map.of());
    Digest image = registry.image(SHOP, "v1", IMAGE);
    registry.image(SHOP, "inner", inner);
    Digest whole = registry.image(SHOP, "outer", outer);
    String tag = image.toString().replace(':', '-') + ".sbom";
    registry.image(SHOP, tag, SIGNATURE);
    pin("outer");
    String why = "belongs to " + whole.abbreviated() + ", which is pinned";
    for (String name : List.of("v1", "inner", tag)) {
      assertStays("/tags/" + name, why);
    }
    assertStays("/tags/outer", "it is pinned");
  }

  /** Each may lie under the machine tag that speaks of the other. */
  @Test
  void aCircleIsNoProtection() {
    Digest one = Digest.sha256(IMAGE);
    Digest other = Digest.sha256(SIGNATURE);
    registry.image(SHOP, other.toString().replace(':', '-') + ".sig", IMAGE);
    registry.image(SHOP, one.toString().replace(':', '-') + ".sig", SIGNATURE);
    done(api.delete("/manifests/" + one));
    done(api.delete("/manifests/" + other));
  }

  @Test
  void whatRunsStaysWithItsWholeRepository() {
    world.inUse(
        (_, digest) -> running.get().filter(digest::equals).map(_ -> "environment production"));
    Digest image = registry.image(SHOP, "v1", IMAGE);
    running.set(Optional.of(image));
    for (String path : List.of("/tags/v1", "/manifests/" + image, "")) {
      assertStays(path, "is in use by environment production");
    }
    running.set(Optional.empty());
    done(api.delete(""));
  }

  @Test
  void whereNobodyKnowsWhatRunsNothingGoes() {
    world.inUse(
        (_, _) -> {
          throw RequestException.of(OciErrorCode.TOOMANYREQUESTS, "the inventory is stale")
              .status(503);
        });
    Digest image = registry.image(SHOP, "v1", IMAGE);
    for (String path : List.of("/tags/v1", "/manifests/" + image, "")) {
      assertThat(api.delete(path).status()).as(path).isEqualTo(503);
    }
    assertThat(pulled("v1")).isEqualTo(image.toString());
  }

  @Test
  void whatBelongsToTooMuchToLookAtStays() {
    registry.image(SHOP, "part", IMAGE);
    for (int i = 0; i < 1000; i++) {
      byte[] index = Images.index(List.of(IMAGE), Map.of("number", Integer.toString(i)));
      assertThat(registry.put(SHOP, Digest.sha256(index), index).status()).isEqualTo(201);
    }
    assertStays("/tags/part", "belongs to more manifests than can be looked at");
  }
}
