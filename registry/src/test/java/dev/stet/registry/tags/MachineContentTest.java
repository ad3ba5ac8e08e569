package dev.stet.registry.tags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.MalformedException;
import dev.stet.oci.Manifest;
import dev.stet.oci.MediaTypes;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.Images;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class MachineContentTest {
  private static final RepositoryName SHOP = RepositoryName.parse("shop/api");
  private static final TagName SIGNATURE =
      TagName.parse("sha256-" + "0123456789abcdef".repeat(4) + ".sig");
  private static final TagName CACHE = TagName.parse("cache");

  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
  private static final byte[] IMAGE = image(MediaTypes.OCI_CONFIG, LAYER);
  private static final byte[] PAYLOAD =
      image(MediaTypes.OCI_CONFIG, "application/vnd.dev.cosign.simplesigning.v1+json");

  private final Map<Digest, Manifest> held = new HashMap<>();
  private final MachineContent content =
      new MachineContent((_, digest) -> Optional.ofNullable(held.get(digest)));

  private static byte[] image(String config, String layer) {
    return manifest(
        MediaTypes.OCI_IMAGE,
        "config",
        descriptor(config, Images.bytes("{}")),
        "layers",
        List.of(descriptor(layer, Images.bytes(layer))));
  }

  private static byte[] index(String type, Object... entries) {
    return manifest(type, "manifests", List.of(entries));
  }

  private static byte[] manifest(String type, Object... fields) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", type);
    for (int i = 0; i < fields.length; i += 2) {
      manifest.put(String.valueOf(fields[i]), fields[i + 1]);
    }
    return JsonMapper.builder().build().writeValueAsBytes(manifest);
  }

  private static Map<String, Object> descriptor(String type, byte[] bytes) {
    return Map.of(
        "mediaType", type, "digest", Digest.sha256(bytes).toString(), "size", bytes.length);
  }

  /** Pushes a child; the entry of an index that lists it as something. */
  private Map<String, Object> child(byte[] bytes, String listedAs) {
    held.put(Digest.sha256(bytes), Manifest.parse(bytes, ""));
    return descriptor(listedAs, bytes);
  }

  private boolean fits(TagName name, byte[] bytes) {
    return content.fits(SHOP, name, Manifest.parse(bytes, ""));
  }

  @Test
  void formAndContentHaveToBeRight() {
    assertThat(fits(SIGNATURE, PAYLOAD)).isTrue();
    assertThat(fits(SIGNATURE, IMAGE)).isFalse();
    assertThat(fits(CACHE, PAYLOAD)).isFalse();
    assertThat(fits(CACHE, image(MediaTypes.BUILD_CACHE, LAYER))).isTrue();
    for (String form : List.of("sha256-" + "a".repeat(64), "sha512-" + "0".repeat(64) + ".att")) {
      assertThat(fits(TagName.parse(form), PAYLOAD)).as(form).isTrue();
    }
    for (String form :
        List.of(
            "sha256-" + "a".repeat(63),
            "sha256-" + "A".repeat(64),
            "sha256-" + "a".repeat(64) + ".pub",
            "x-sha256-" + "a".repeat(64))) {
      assertThat(fits(TagName.parse(form), PAYLOAD)).as(form).isFalse();
    }
  }

  @Test
  void anImageIsFoundThroughWhateverListsIt() {
    for (String type : List.of(MediaTypes.OCI_INDEX, MediaTypes.DOCKER_LIST)) {
      byte[] inner = index(type, child(PAYLOAD, MediaTypes.OCI_IMAGE), child(IMAGE, type));
      byte[] outer = index(MediaTypes.OCI_INDEX, child(inner, type));
      assertThat(fits(SIGNATURE, inner)).as("whatever the index calls it").isFalse();
      assertThat(fits(SIGNATURE, outer)).isFalse();
    }
    byte[] harmless = index(MediaTypes.OCI_INDEX, child(PAYLOAD, MediaTypes.OCI_IMAGE));
    assertThat(fits(SIGNATURE, harmless)).isTrue();
    assertThat(fits(SIGNATURE, index(MediaTypes.OCI_INDEX))).isTrue();
  }

  @Test
  void anImageBesideACacheIsAnImage() {
    Map<String, Object> config = descriptor(MediaTypes.BUILD_CACHE, Images.bytes("cache"));
    Map<String, Object> layer = descriptor(LAYER, Images.bytes("layer"));
    assertThat(fits(CACHE, index(MediaTypes.OCI_INDEX, layer, config))).isTrue();
    Map<String, Object> image = child(IMAGE, MediaTypes.OCI_IMAGE);
    assertThat(fits(CACHE, index(MediaTypes.OCI_INDEX, layer, config, image))).isFalse();
  }

  @Test
  void whatTakesTooLongToTellDoesNotFit() {
    byte[] deep = index(MediaTypes.OCI_INDEX);
    for (int i = 0; i < 5; i++) {
      deep = index(MediaTypes.OCI_INDEX, child(deep, MediaTypes.OCI_INDEX));
    }
    assertThat(fits(SIGNATURE, deep)).isFalse();

    List<Object> many = new ArrayList<>();
    IntStream.rangeClosed(0, 5_000)
        .mapToObj(i -> descriptor(MediaTypes.OCI_IMAGE, Images.bytes("child " + i)))
        .forEach(many::add);
    assertThat(fits(SIGNATURE, index(MediaTypes.OCI_INDEX, many.toArray()))).isFalse();
    assertThat(fits(SIGNATURE, index(MediaTypes.OCI_INDEX, many.subList(0, 5_000).toArray())))
        .isTrue();
  }

  /** Without that, a few megabytes would keep the writer busy for years. */
  @Test
  void whatIsListedOftenIsLookedAtOnce() {
    byte[] index = index(MediaTypes.OCI_INDEX);
    for (int i = 0; i < 3; i++) {
      Object[] entries = new Object[10_000];
      Arrays.fill(entries, child(index, MediaTypes.OCI_INDEX));
      index = index(MediaTypes.OCI_INDEX, entries);
    }
    assertThat(fits(SIGNATURE, index)).isTrue();
  }

  @Test
  void whatCannotBeReadMayBeAnImage() {
    MachineContent broken =
        new MachineContent(
            (_, _) -> {
              throw new MalformedException(OciErrorCode.MANIFEST_INVALID, "flipped");
            });
    byte[] index = index(MediaTypes.OCI_INDEX, descriptor(MediaTypes.OCI_IMAGE, Images.bytes("x")));
    assertThat(broken.fits(SHOP, SIGNATURE, Manifest.parse(index, ""))).isFalse();
  }
}
