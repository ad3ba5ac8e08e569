package dev.stet.registry.care;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.Images;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A registry in which everything has happened once that can happen to a name.
 *
 * @param registry the registry
 * @param files where its large blobs lie
 * @param large a large blob of the image {@code shop/api:1.0}
 * @param small a small one
 * @param image what {@code shop/api:1.0} names
 * @param child the only child of the index
 * @param index what {@code shop/api:2.0} names
 */
record WholeRegistry(
    TestRegistry registry,
    Path files,
    Digest large,
    Digest small,
    Digest image,
    Digest child,
    Digest index)
    implements AutoCloseable {
  private static final byte[] LAYER = noise(100_000);
  private static final byte[] CONFIG = Images.config(Map.of("of", "the image"));
  private static final byte[] IMAGE = Images.image(CONFIG, List.of(LAYER), Map.of());
  private static final byte[] CHILD = Images.image(CONFIG, List.of(), Map.of("a", "child"));

  static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  static WholeRegistry in(Path folder) throws IOException {
    TestRegistry registry = TestRegistry.open(folder);
    Digest image = registry.image("shop/api", "1.0", IMAGE, LAYER, CONFIG);
    Digest child = registry.image("shop/api", Digest.sha256(CHILD), CHILD);
    Digest index = registry.image("shop/api", "2.0", Images.index(List.of(CHILD), Map.of()));
    WholeRegistry whole =
        new WholeRegistry(
            registry,
            folder.resolve("content/blobs"),
            Digest.sha256(LAYER),
            Digest.sha256(CONFIG),
            image,
            child,
            index);
    whole.names();
    whole.repositories();
    return whole;
  }

  private void names() {
    assertThat(registry.put("shop/api", "1.0", other("refused")).status()).isEqualTo(409);
    registry.image("shop/api", "3.0", other("burnt"));
    delete("/v2/shop/api/manifests/3.0");
    registry.image("shop/api", "4.0", other("restored"));
    delete("/v2/shop/api/manifests/4.0");
    registry.image("shop/api", "4.0", other("restored"));
    registry.image("shop/api", "5.0", other("gone"));
    delete("/v2/shop/api/manifests/" + Digest.sha256(other("gone")));
    post("repositories/shop%2Fapi/channels", "{'name':'stable','tag':'4.0'}");
    post("repositories/shop%2Fapi/channels", "{'name':'live','tag':'1.0'}");
    patch("repositories/shop%2Fapi/channels/live", "{'tag':'2.0'}");
    patch("repositories/shop%2Fapi/channels/live", "{'tag':'1.0'}");
    post("repositories/shop%2Fapi/channels", "{'name':'next','follow':'1.*'}");
    post("repositories/shop%2Fapi/channels", "{'name':'edge','tag':'2.0'}");
    delete("/api/v1/repositories/shop%2Fapi/channels/edge?reason=owner");
  }

  private void repositories() {
    registry.image("shop/gone", "1.0", IMAGE, LAYER, CONFIG);
    delete("/api/v1/repositories/shop%2Fgone?reason=owner");
    post("declarations", "{'pattern':'scratch/**','kind':'mutable'}");
    for (String content : List.of("first", "second")) {
      registry.image("scratch/one", "latest", other(content));
      registry.image("scratch/one", "dev", other(content));
      registry.image("scratch/two", "dev", other(content));
    }
    delete("/v2/scratch/two/manifests/dev");
    registry.image("scratch/two", "dev", other("third"));
    post("declarations", "{'pattern':'scratch/one','kind':'standing'}");
  }

  private static byte[] other(String content) {
    return Images.index(List.of(), Map.of("content", content));
  }

  private void delete(String target) {
    TestAnswer answer = registry.request("DELETE", target).send();
    assertThat(answer.status()).as(answer.text()).isIn(200, 202);
  }

  private void patch(String path, String body) {
    assertThat(api("PATCH", path, body).status()).as(path).isEqualTo(200);
  }

  TestAnswer post(String path, String body) {
    TestAnswer answer = api("POST", path, body);
    assertThat(answer.status()).as(answer.text()).isIn(200, 201);
    return answer;
  }

  TestAnswer api(String method, String path, String body) {
    return registry
        .request(method, "/api/v1/" + path)
        .by("lead@shop")
        .body(Images.bytes(body.replace('\'', '"')))
        .send();
  }

  /** Where the file of a large blob lies. */
  Path file(Digest digest) {
    return files
        .resolve(digest.algorithm().prefix())
        .resolve(digest.hex().substring(0, 2))
        .resolve(digest.hex());
  }

  @Override
  public void close() {
    registry.close();
  }
}
