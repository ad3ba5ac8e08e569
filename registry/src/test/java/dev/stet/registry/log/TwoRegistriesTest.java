package dev.stet.registry.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.ApiRequests;
import dev.stet.registry.TestRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two registries on one database have one log, and each sees at once what the other takes away. */
class TwoRegistriesTest extends LogTest {
  private TestRegistry beside;

  @BeforeEach
  void openAnother() {
    beside = registry.beside();
  }

  private static int pulled(TestRegistry registry, Object reference) {
    return registry.get("/v2/" + SHOP + "/manifests/" + reference).status();
  }

  private static void delete(TestRegistry registry, Object reference) {
    ApiRequests.done(registry.request("DELETE", "/v2/" + SHOP + "/manifests/" + reference).send());
  }

  @Test
  void whatOneTakesAwayTheOtherDoesNotGiveOutOfMemory() {
    Digest digest = push("v1", "1");
    for (Object reference : List.of("v1", digest)) {
      assertThat(pulled(beside, reference)).isEqualTo(200);
      assertThat(beside.get("/v2/" + SHOP + "/manifests/" + reference).fromMemory()).isTrue();
    }

    delete(registry, digest);

    assertThat(pulled(beside, "v1")).isEqualTo(404);
    assertThat(pulled(beside, digest)).isEqualTo(404);
    assertThat(beside.put(SHOP, "v1", manifest("2")).status()).isEqualTo(409);
    assertThat(beside.put(SHOP, "v1", manifest("1")).status()).isEqualTo(201);
    assertThat(pulled(registry, "v1")).isEqualTo(200);
    delete(beside, "v1");
    assertThat(pulled(registry, "v1")).isEqualTo(404);
    assertThat(told())
        .containsExactly(
            "assign " + SHOP + ":v1",
            "tombstone " + SHOP + ":v1 owner",
            "restore " + SHOP + ":v1",
            "tombstone " + SHOP + ":v1 owner");
    assertThat(beside.get("/log/checkpoint").bytes())
        .isEqualTo(registry.get("/log/checkpoint").bytes());
  }

  @Test
  void whatBothClaimAtOnceOneGets() throws Exception {
    push("v0", "0");
    try (ExecutorService pushers = Executors.newFixedThreadPool(2)) {
      for (int i = 1; i <= 50; i++) {
        String tag = "v" + i;
        List<Future<Integer>> answers = new ArrayList<>();
        for (TestRegistry one : List.of(registry, beside)) {
          byte[] manifest = manifest(one == beside ? "other" : "one");
          answers.add(pushers.submit(() -> one.put(SHOP, tag, manifest).status()));
        }
        assertThat(List.of(answers.getFirst().get(), answers.getLast().get()))
            .containsExactlyInAnyOrder(201, 409);
      }
    }
    assertThat(told()).hasSize(51).doesNotHaveDuplicates();
  }
}
