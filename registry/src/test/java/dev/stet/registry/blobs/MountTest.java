package dev.stet.registry.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.Action;
import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountTest extends BlobsTest {
  @Test
  void aMountShowsABlobThroughAnotherRepository() {
    byte[] bytes = random(SMALL);
    Digest digest = registry.blob("shop/web", bytes);
    TestAnswer mounted =
        registry.request("POST", UPLOADS + "?mount=" + digest + "&from=shop/web").send();
    assertCreated(mounted, digest);
    assertRead(digest, bytes);
    assertThat(registry.count("SELECT COUNT(*) FROM blob")).isEqualTo(1);
  }

  @Test
  void aMountThatCannotBeBecomesAnUpload() {
    Digest digest = registry.blob("shop/web", random(SMALL));
    Digest other = Digest.sha256(random(1));
    for (String query :
        List.of(
            "mount=" + other + "&from=shop/web",
            "mount=" + digest + "&from=shop/none",
            "mount=" + digest + "&from=NOT/VALID",
            "mount=" + digest + "&from=",
            "mount=" + other,
            "mount=sha256:bad&from=shop/web",
            "mount=sha256:bad",
            "mount=blake3:" + digest.hex(),
            "mount=&from=shop/web",
            "mount=")) {
      TestAnswer answer = registry.request("POST", UPLOADS + "?" + query).send();
      assertThat(answer.status()).as(query).isEqualTo(202);
      assertThat(registry.request("DELETE", answer.header("Location")).send().status())
          .isEqualTo(204);
    }
    assertThat(registry.get(blob("shop/api", digest)).status()).isEqualTo(404);
  }

  @Test
  void aMountNeedsTheRightToReadItsSource() throws IOException {
    Digest digest = registry.blob("secret", random(SMALL));
    registry.close();
    Optional<RepositoryName> secret = Optional.of(RepositoryName.parse("secret"));
    registry =
        TestRegistry.open(
            folder,
            (_, action, repository) ->
                action == Action.PULL && repository.equals(secret)
                    ? Optional.of("not yours")
                    : Optional.empty());
    for (String query : List.of("mount=" + digest + "&from=secret", "mount=" + digest)) {
      TestAnswer answer = registry.request("POST", UPLOADS + "?" + query).send();
      assertThat(answer.status()).as(query).isEqualTo(202);
      assertThat(registry.request("DELETE", answer.header("Location")).send().status())
          .isEqualTo(204);
      assertThat(registry.get(blob("shop/api", digest)).status()).isEqualTo(404);
    }
    assertThat(registry.blob("public", random(SMALL))).isEqualTo(digest);
    assertCreated(registry.request("POST", UPLOADS + "?mount=" + digest).send(), digest);
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void aMountNeedNotSayFromWhere(int length) {
    byte[] bytes = random(length);
    Digest digest = registry.blob("shop/web", bytes);
    assertCreated(registry.request("POST", UPLOADS + "?mount=" + digest).send(), digest);
    assertRead(digest, bytes);
    assertThat(registry.count("SELECT COUNT(*) FROM blob")).isEqualTo(1);
  }

  @Test
  void aMountOfWhatIsThereAlreadySucceeds() {
    Digest digest = registry.blob("shop/api", random(SMALL));
    for (String query : List.of("mount=" + digest, "mount=" + digest + "&from=shop/api")) {
      assertCreated(registry.request("POST", UPLOADS + "?" + query).send(), digest);
    }
  }

  @Test
  void theSearchForASourceIsBounded() throws IOException {
    Digest digest = Digest.sha256(random(SMALL));
    for (int i = 0; i < 120; i++) {
      assertThat(registry.blob("many/" + i, random(SMALL))).isEqualTo(digest);
    }
    registry.close();
    AtomicInteger asked = new AtomicInteger();
    registry =
        TestRegistry.open(
            folder,
            (_, action, _) -> {
              boolean pull = action == Action.PULL;
              asked.addAndGet(pull ? 1 : 0);
              return pull ? Optional.of("nobody reads here") : Optional.empty();
            });
    TestAnswer answer = registry.request("POST", UPLOADS + "?mount=" + digest).send();
    assertThat(answer.status()).isEqualTo(202);
    assertThat(asked).hasValue(100);
    assertThat(registry.request("DELETE", answer.header("Location")).send().status())
        .isEqualTo(204);
  }

  /** Else a client would take it for pushed, and nobody would ever heal it. */
  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void aBlobThatIsDamagedIsNotMounted(int length) throws IOException {
    byte[] bytes = random(length);
    Digest digest = registry.blob("shop/web", bytes);
    if (length == SMALL) {
      registry.damage("UPDATE small_blob SET bytes = ?", random(SMALL + 1));
    } else {
      Files.delete(file(digest));
    }
    for (String query : List.of("mount=" + digest + "&from=shop/web", "mount=" + digest)) {
      TestAnswer answer = registry.request("POST", UPLOADS + "?" + query).send();
      assertThat(answer.status()).isEqualTo(202);
      assertThat(registry.request("DELETE", answer.header("Location")).send().status())
          .isEqualTo(204);
    }
    assertThat(registry.blob("shop/api", bytes)).isEqualTo(digest);
    assertRead(digest, bytes);
    assertThat(registry.get(blob("shop/web", digest)).bytes()).isEqualTo(bytes);
  }

  @Test
  void whatWasDeletedIsNotMounted() {
    Digest digest = registry.blob("shop/web", random(SMALL));
    assertThat(registry.request("DELETE", blob("shop/web", digest)).send().status()).isEqualTo(202);
    for (String query : List.of("mount=" + digest + "&from=shop/web", "mount=" + digest)) {
      TestAnswer answer = registry.request("POST", UPLOADS + "?" + query).send();
      assertThat(answer.status()).isEqualTo(202);
      assertThat(registry.request("DELETE", answer.header("Location")).send().status())
          .isEqualTo(204);
    }
  }

  /** A deletion may come after the look and before the mount; the writer decides. */
  @Test
  void whatIsDeletedMeanwhileIsNotMounted() {
    Digest digest = registry.blob("shop/web", random(SMALL));
    Blobs blobs = new Blobs(registry.database(), Clock.fixed(TestRegistry.NOW, ZoneOffset.UTC));
    RepositoryName from = new RepositoryName("shop/web");
    RepositoryName to = new RepositoryName("shop/new");
    assertThat(registry.request("DELETE", blob("shop/web", digest)).send().status()).isEqualTo(202);
    assertThat(blobs.mount(from, to, digest)).isFalse();
    assertThat(registry.get(blob("shop/new", digest)).status()).isEqualTo(404);
    assertThat(registry.count("SELECT COUNT(*) FROM repository WHERE name = 'shop/new'")).isZero();
    assertThat(registry.blob("shop/web", random(SMALL))).isEqualTo(digest);
    assertThat(blobs.mount(from, to, digest)).isTrue();
    assertThat(registry.get(blob("shop/new", digest)).status()).isEqualTo(200);
  }
}
