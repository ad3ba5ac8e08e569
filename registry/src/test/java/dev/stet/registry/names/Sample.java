package dev.stet.registry.names;

import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import dev.stet.registry.Images;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The images that are pushed here. Their blobs lie elsewhere, so that nobody has to push them. */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes the bytes
enum Sample {
  A(image(MediaTypes.OCI_CONFIG, Map.of("sample", "A"))),
  B(image(MediaTypes.OCI_CONFIG, Map.of("sample", "B"))),
  /** Says that it was built from {@link #COMMIT}. */
  BUILT(image(MediaTypes.OCI_CONFIG, Map.of(Images.REVISION, Sample.COMMIT))),
  /** Lists {@link #A}. */
  INDEX(Images.index(List.of(A.bytes), Map.of("sample", "index"))),
  CACHE(image(MediaTypes.BUILD_CACHE, Map.of("sample", "cache"))),
  OTHER_CACHE(image(MediaTypes.BUILD_CACHE, Map.of("sample", "other cache"))),
  SIGNATURE(image("application/vnd.dev.cosign.artifact.sig.v1+json", Map.of("sample", "sig")));

  static final String COMMIT = "77d0b1c77d0b1c77d0b1c77d0b1c77d0b1c77d0b";

  /** The machine tag of the signature of {@link #A}. */
  static final String SIGNATURE_OF_A = A.digest.toString().replace(':', '-') + ".sig";

  final byte[] bytes;
  final Digest digest;

  Sample(byte[] bytes) {
    this.bytes = bytes;
    this.digest = Digest.sha256(bytes);
  }

  private static byte[] image(String configType, Map<String, String> annotations) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("mediaType", configType);
    config.put("digest", Digest.sha256(Images.bytes("{}")).toString());
    config.put("size", 2);
    config.put("urls", List.of("https://elsewhere.example/config"));
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", MediaTypes.OCI_IMAGE);
    manifest.put("config", config);
    manifest.put("annotations", annotations);
    return JsonMapper.builder().build().writeValueAsBytes(manifest);
  }

  static Optional<Sample> of(String digest) {
    return Stream.of(values()).filter(it -> it.digest.toString().equals(digest)).findFirst();
  }

  /** Whether it runs by itself; an index does through what it lists. */
  boolean runs() {
    return this == A || this == B || this == BUILT;
  }

  /** What has to be there before it can be pushed. */
  Optional<Sample> child() {
    return this == INDEX ? Optional.of(A) : Optional.empty();
  }

  boolean isCache() {
    return this == CACHE || this == OTHER_CACHE;
  }
}
