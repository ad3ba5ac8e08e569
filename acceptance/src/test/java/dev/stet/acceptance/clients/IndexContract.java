package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.TestImage;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that pushes images for several platforms under one name. */
interface IndexContract extends Client {
  /** Pushes an index of two images. */
  Ended pushIndex(TestImage amd64, TestImage arm64, String reference)
      throws IOException, InterruptedException;

  @Test
  default void anIndexOfTwoPlatformsIsPushedAgainAndPulled()
      throws IOException, InterruptedException {
    TestImage amd64 = TestImage.unique();
    TestImage arm64 = TestImage.uniqueFor("arm64");
    pushIndex(amd64, arm64, reference("shop/index")).successfully();
    Digest index = standing("shop/index");
    assertThat(platforms("shop/index")).containsExactlyInAnyOrder("amd64", "arm64");

    pushIndex(amd64, arm64, reference("shop/index")).successfully();
    assertThat(standing("shop/index")).isEqualTo(index);
    assertThat(pull(reference("shop/index"))).isIn(amd64.content(), arm64.content());
    assertThat(pull(repository("shop/index") + "@" + index)).isIn(amd64.content(), arm64.content());
  }

  /** The platforms of an index whose images are all there. */
  private List<String> platforms(String repository) throws IOException, InterruptedException {
    JsonNode index = JsonMapper.shared().readTree(registry().manifest(repository, tag()).body());
    for (JsonNode entry : index.at("/manifests")) {
      Digest image = Digest.parse(entry.at("/digest").asString());
      HttpResponse<byte[]> answer = registry().manifest(repository, image);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(Digest.sha256(answer.body())).isEqualTo(image);
    }
    return StreamSupport.stream(index.at("/manifests").spliterator(), false)
        .map(entry -> entry.at("/platform/architecture").asString())
        .toList();
  }

  @Test
  default void anotherIndexIsRefusedAndTheClientSaysWhy() throws IOException, InterruptedException {
    pushIndex(TestImage.unique(), TestImage.uniqueFor("arm64"), reference("shop/other"))
        .successfully();
    Digest index = standing("shop/other");

    Refusal.of(pushIndex(TestImage.unique(), TestImage.uniqueFor("arm64"), reference("shop/other")))
        .says("already exists in repository \"shop/other\"")
        .says(index.abbreviated());
    assertThat(standing("shop/other")).isEqualTo(index);
  }
}
