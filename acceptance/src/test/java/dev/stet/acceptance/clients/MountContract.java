package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.TestImage;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A client that sends no layer which another repository of the same registry has. */
interface MountContract extends Client {
  /** Pushes an image of one repository to another, under the same tag. */
  Ended copy(String from, String to) throws IOException, InterruptedException;

  @Test
  default void aLayerOfAnotherRepositoryIsMounted() throws IOException, InterruptedException {
    TestImage image = TestImage.unique();
    push(image, reference("shop/mounted-from")).successfully();

    tap().forget();
    copy(reference("shop/mounted-from"), reference("shop/mounted-to")).successfully();
    String layer = layer("shop/mounted-from");
    assertThat(layer("shop/mounted-to")).isEqualTo(layer);
    assertThat(uploads("shop/mounted-to", layer))
        .extracting(it -> it.startsWith("POST "), it -> it.contains("from=shop/mounted-from"))
        .containsExactly(tuple(true, true));
    assertThat(pull(reference("shop/mounted-to"))).isEqualTo(image.content());
  }

  private String layer(String repository) throws IOException, InterruptedException {
    byte[] manifest = registry().manifest(repository, tag()).body();
    return JsonMapper.shared().readTree(manifest).at("/layers/0/digest").asString();
  }

  /** The requests of uploads to a repository that name a blob. */
  private List<String> uploads(String repository, String blob) {
    return tap().requests().stream()
        .map(request -> URLDecoder.decode(request, StandardCharsets.UTF_8))
        .filter(request -> request.contains("/v2/" + repository + "/blobs/uploads/"))
        .filter(request -> request.contains(blob))
        .toList();
  }
}
