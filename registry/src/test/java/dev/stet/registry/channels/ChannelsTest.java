package dev.stet.registry.channels;

import static dev.stet.registry.ApiRequests.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.Images;
import dev.stet.registry.NamesTest;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ChannelsTest extends NamesTest {
  @Test
  void aChannelPointsToATag() {
    Digest first = push("v1", "a");
    TestAnswer created = done(api.post("/channels", "{'name':'latest','tag':'v1'}"));
    assertThat(created.status()).isEqualTo(201);
    assertThat(pulled("latest")).isEqualTo(first.toString());
    Digest second = push("v2", "b");
    done(api.patch("/channels/latest", "{'tag':'v2'}"));
    assertThat(pulled("latest")).isEqualTo(second.toString());
    assertThat(registry.get("/v2/shop/api/tags/list").text()).contains("latest");
  }

  @Test
  void aPushMovesAChannelToTheTagOfItsImage() {
    push("v1", "a");
    done(api.post("/channels", "{'name':'latest','tag':'v1'}"));
    TestAnswer refused = registry.put(SHOP, "latest", manifest("b"));
    assertThat(refused.failure()).isEqualTo("409 DENIED");
    assertThat(refused.error().path("detail").path("reason").stringValue())
        .isEqualTo("CHANNEL_NEEDS_TAG");
    Digest second = push("v2", "b");
    push("v2.0", "b");
    registry.image(SHOP, "latest", manifest("b"));
    assertThat(pulled("latest")).isEqualTo(second.toString());
    assertThat(api.get("/channels/latest").json().path("tag").stringValue())
        .as("the newest claim")
        .isEqualTo("v2.0");
  }

  @Test
  void aTagAndAChannelInOnePush() {
    done(api.post("/channels", "{'name':'latest'}"));
    assertThat(registry.get("/v2/shop/api/manifests/latest").status()).isEqualTo(404);
    Digest digest = Digest.sha256(manifest("a"));
    assertThat(registry.put(SHOP, digest + "?tag=latest&tag=v1", manifest("a")).status())
        .isEqualTo(201);
    assertThat(pulled("latest")).isEqualTo(digest.toString());
    assertThat(api.get("/channels/latest").json().path("tag").stringValue()).isEqualTo("v1");
  }

  @Test
  void aChannelFollowsThePattern() {
    done(api.post("/channels", "{'name':'latest','follow':'main-*'}"));
    Digest first = push("main-3035eca", "a");
    assertThat(pulled("latest")).isEqualTo(first.toString());
    push("feature-77d0b1c", "b");
    assertThat(pulled("latest")).isEqualTo(first.toString());
    Digest third = push("main-0b1c77d", "c");
    assertThat(pulled("latest")).isEqualTo(third.toString());
    done(api.patch("/channels/latest", "{'follow':'feature-*'}"));
    assertThat(api.get("/channels/latest").json().path("tag").stringValue())
        .isEqualTo("feature-77d0b1c");
    done(api.patch("/channels/latest", "{'follow':''}"));
    push("feature-0b1c77d", "d");
    assertThat(api.get("/channels/latest").json().path("tag").stringValue())
        .isEqualTo("feature-77d0b1c");
  }

  @Test
  void whatAChannelPointsToMustStay() {
    push("v1", "a");
    done(api.post("/channels", "{'name':'latest','tag':'v1'}"));
    for (String path : List.of("/tags/v1", "/manifests/" + Digest.sha256(manifest("a")))) {
      TestAnswer refused = api.delete(path);
      assertThat(refused.status()).isEqualTo(405);
      assertThat(refused.text()).contains("is what channel latest points to");
    }
    TestAnswer refused = registry.request("DELETE", "/v2/shop/api/manifests/latest").send();
    assertThat(refused.failure()).isEqualTo("405 UNSUPPORTED");
    assertThat(refused.message()).contains("stet channel");
  }

  @Test
  void removingAChannelBurnsItsName() {
    push("v1", "a");
    done(api.post("/channels", "{'name':'latest','tag':'v1'}"));
    done(api.delete("/channels/latest"));
    assertThat(registry.get("/v2/shop/api/manifests/latest").status()).isEqualTo(404);
    assertThat(registry.put(SHOP, "latest", manifest("a")).failure()).isEqualTo("409 DENIED");
    assertThat(api.post("/channels", "{'name':'latest','tag':'v1'}").status()).isEqualTo(409);
    assertThat(api.post("/restorations", "{'reference':'latest'}").status()).isEqualTo(409);
    done(api.delete("/tags/v1"));
  }

  @Test
  void noOtherNameBecomesAChannel() {
    push("v1", "a");
    push("v2", "a");
    done(api.delete("/tags/v2"));
    for (String name : List.of("v1", "v2")) {
      assertThat(api.post("/channels", "{'name':'" + name + "'}").status()).isEqualTo(409);
    }
    assertThat(api.post("/channels", "{'name':'latest','tag':'v2'}").status())
        .as("a burnt tag is nothing to point to")
        .isEqualTo(409);
  }

  @Test
  void aMoveMayDependOnWhatWasSeen() {
    push("v1", "a");
    push("v2", "b");
    String seen = done(api.post("/channels", "{'name':'latest','tag':'v1'}")).header("ETag");
    done(api.patch("/channels/latest", "{'tag':'v2'}"));
    TestAnswer late =
        registry
            .request("PATCH", "/api/v1/repositories/shop%2Fapi/channels/latest")
            .with("If-Match", seen)
            .body(Images.bytes("{\"tag\":\"v1\"}"))
            .send();
    assertThat(late.status()).isEqualTo(412);
  }

  @Test
  void whatItNamedThenIsKnownForEver() {
    push("v1", "a");
    done(api.post("/channels", "{'name':'latest','tag':'v1'}"));
    TestAnswer then = done(api.get("/tags/latest/at?time=" + TestRegistry.NOW));
    assertThat(then.json().path("tag").stringValue()).isEqualTo("v1");
    TestAnswer before = done(api.get("/tags/latest/at?time=2026-11-20T13:00:00Z"));
    assertThat(before.json().has("digest")).isFalse();
    for (String time : List.of("yesterday", "%2B999999999-01-01T00:00:00Z", "")) {
      assertThat(api.get("/tags/latest/at?time=" + time).status()).as(time).isEqualTo(400);
    }
  }

  private String tagThen(String name) {
    return done(api.get("/tags/" + name + "/at?time=" + TestRegistry.NOW))
        .json()
        .path("tag")
        .asString("none");
  }

  /** An image may have many tags; the channel pointed to one of them, however it was moved. */
  @Test
  void theTagToWhichItPointedThenIsKnownAmongThoseOfTheImage() {
    push("v1", "a");
    push("v1.0", "a");
    done(api.post("/channels", "{'name':'created','tag':'v1'}"));
    assertThat(tagThen("created")).isEqualTo("v1");
    done(api.post("/channels", "{'name':'moved','tag':'v1.0'}"));
    done(api.patch("/channels/moved", "{'tag':'v1'}"));
    assertThat(tagThen("moved")).isEqualTo("v1");
    done(api.post("/channels", "{'name':'following','follow':'*-1'}"));
    Digest digest = Digest.sha256(manifest("b"));
    registry.put(SHOP, digest + "?tag=main-1&tag=main-2", manifest("b"));
    assertThat(tagThen("following")).isEqualTo("main-1");
    assertThat(tagThen("main-1")).as("a tag is asked for itself").isEqualTo("main-1");
  }

  /** History that was written before the tag was kept in it. */
  @Test
  void whereTheHistoryDoesNotSayTheNewestTagOfTheImageIsTold() {
    push("v1", "a");
    push("v1.0", "a");
    done(api.post("/channels", "{'name':'latest','tag':'v1'}"));
    registry.change("DROP TRIGGER history_is_append_only_update");
    registry.change("UPDATE history SET tag = NULL");
    push("v1.0.0", "a");
    assertThat(tagThen("latest")).as("of those that there were").isEqualTo("v1.0");
  }

  @Test
  void bothOrNeitherIsNoChange() {
    push("v1", "a");
    done(api.post("/channels", "{'name':'latest','tag':'v1'}"));
    for (String change : List.of("{}", "{'tag':'v1','follow':'v*'}", "{'tags':'v1'}", "nothing")) {
      assertThat(api.patch("/channels/latest", change).status()).as(change).isEqualTo(400);
    }
  }

  @Test
  void aTagUnderAnotherAlgorithmIsATagOfTheImage() {
    byte[] image = manifest("a");
    Digest digest = Digest.of(Digest.Algorithm.SHA512, image);
    assertThat(registry.put(SHOP, digest + "?tag=v1", image).status()).isEqualTo(201);
    done(api.post("/channels", "{'name':'latest'}"));
    registry.image(SHOP, "latest", image);
    assertThat(api.get("/channels/latest").json().path("tag").stringValue()).isEqualTo("v1");
    assertThat(pulled("latest")).isEqualTo(digest.toString());
  }

  @Test
  void aTagThatIsRestoredByThePushCountsToo() {
    byte[] image = manifest("a");
    Digest digest = Digest.of(Digest.Algorithm.SHA512, image);
    assertThat(registry.put(SHOP, digest + "?tag=v1", image).status()).isEqualTo(201);
    done(api.delete("/tags/v1"));
    done(api.post("/channels", "{'name':'latest'}"));
    Digest pushed = Digest.sha256(image);
    assertThat(registry.put(SHOP, pushed + "?tag=latest&tag=v1", image).status()).isEqualTo(201);
    assertThat(api.get("/channels/latest").json().path("tag").stringValue()).isEqualTo("v1");
  }

  @Test
  void aFollowingMoveSaysSoAndHappensOnce() {
    done(api.post("/channels", "{'name':'latest','follow':'main-*'}"));
    Digest digest = Digest.sha256(manifest("a"));
    assertThat(registry.put(SHOP, digest + "?tag=latest&tag=main-3035eca", manifest("a")).status())
        .isEqualTo(201);
    JsonNode history = api.get("/tags/latest").json().path("history");
    assertThat(history.size()).isEqualTo(2);
    assertThat(history.get(1).path("note").stringValue())
        .isEqualTo("to main-3035eca, follows main-*");
  }

  @Test
  void aRestoredTagMovesNothing() {
    push("main-1", "a");
    Digest second = push("main-2", "b");
    done(api.post("/channels", "{'name':'latest','tag':'main-1','follow':'main-*'}"));
    done(api.delete("/tags/main-2"));
    registry.image(SHOP, "main-2", manifest("b"));
    assertThat(pulled("main-2")).isEqualTo(second.toString());
    assertThat(api.get("/channels/latest").json().path("tag").stringValue()).isEqualTo("main-1");
  }

  @Test
  void thereAreSoManyChannelsAndNoMore() {
    push("v1", "a");
    done(api.post("/channels", "{'name':'first','tag':'v1'}"));
    for (int i = 1; i < ChannelStep.MOST; i++) {
      done(api.post("/channels", "{'name':'c" + i + "'}"));
    }
    TestAnswer refused = api.post("/channels", "{'name':'more'}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("TOO_MANY_CHANNELS", "stet channel rm");
    done(api.post("/channels", "{'name':'first'}"));
    done(api.delete("/channels/c1"));
    done(api.post("/channels", "{'name':'more'}"));
  }

  @Test
  void theSameAgainIsNoDecision() {
    push("v1", "a");
    String first = done(api.post("/channels", "{'name':'latest','tag':'v1'}")).text();
    done(api.patch("/channels/latest", "{'follow':'v*'}"));
    long decisions = registry.count("SELECT COUNT(*) FROM audit");
    assertThat(done(api.patch("/channels/latest", "{'tag':'v1'}")).text()).contains("\"v*\"");
    done(api.patch("/channels/latest", "{'follow':'v*'}"));
    done(api.post("/channels", "{'name':'latest','follow':'v*'}"));
    assertThat(registry.count("SELECT COUNT(*) FROM audit")).isEqualTo(decisions);
    assertThat(first).contains("\"tag\":\"v1\"");
  }
}
