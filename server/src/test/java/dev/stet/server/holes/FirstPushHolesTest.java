package dev.stet.server.holes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.server.Answer;
import dev.stet.server.TestImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who gets a name, and what he is told. */
class FirstPushHolesTest extends HoleTest {
  private static final int MANY = 50;

  private static List<Integer> statuses(List<Answer> answers) {
    return answers.stream().map(Answer::status).toList();
  }

  @Test
  @Tag("hole-loser-told-created")
  void theLoserOfTwoFirstPushesIsToldThatItWasCreated() {
    List<TestImage> images = images("loser", MANY);
    blobs("hole/loser", images);
    List<Answer> answers =
        together(
            images.stream()
                .<Callable<Answer>>map(it -> () -> server.pushManifest("hole/loser", "v1", it))
                .toList());
    assertThat(statuses(answers)).containsOnlyOnce(201).containsOnly(201, 409);
    TestImage winner = images.get(statuses(answers).indexOf(201));
    assertThat(named("hole/loser", "v1")).isEqualTo(winner.digest().toString());
    images.stream()
        .filter(image -> !image.digest().equals(winner.digest()))
        .forEach(loser -> assertThat(named("hole/loser", loser.digest())).isEmpty());
  }

  /** By every way on which a name can be taken, all at once. */
  @Test
  @Tag("hole-check-outside-lock")
  void theCheckLiesOutsideOfWhatWrites() {
    String repository = "hole/outside";
    List<TestImage> images = images("outside", MANY);
    blobs(repository, images);
    TestImage held = TestImage.of("held");
    server.push(repository, "held", held);
    List<Callable<Answer>> ways = new ArrayList<>();
    for (TestImage image : images) {
      ways.add(() -> server.pushManifest(repository, "v1", image));
      ways.add(() -> server.pushManifest(repository, image.digest() + "?tag=v1", image));
    }
    ways.add(() -> api("POST", "/repositories/" + repository + "/channels", "{'name':'v1'}"));
    ways.add(
        () ->
            api("POST", "/repositories/" + repository + "/channels", "{'name':'v1','tag':'held'}"));
    assertThat(statuses(together(ways)).stream().filter(status -> status < 300).distinct())
        .as("of those that want it for something else, one")
        .containsExactly(201);
    List<String> history = history(repository, "v1");
    assertThat(history).as("never anything else since").hasSize(1);
  }

  @Test
  @Tag("hole-refused-though-stored")
  void aFirstPushIsAnsweredAsRefusedThoughItIsStored() {
    TestImage image = TestImage.of("sent often");
    blobs("hole/twice", List.of(image));
    List<Answer> answers =
        together(
            IntStream.range(0, MANY)
                .<Callable<Answer>>mapToObj(
                    _ -> () -> server.pushManifest("hole/twice", "v1", image))
                .toList());
    assertThat(statuses(answers)).containsOnly(201);
    assertThat(history("hole/twice", "v1")).containsExactly("claimed " + image.digest());
  }

  @Test
  @Tag("hole-two-digests-one-tag")
  void aTagKeepsSeveralDigestsThoughAPushReportedSuccess() {
    String repository = "hole/several";
    List<TestImage> images = images("several", 2);
    blobs(repository, images);
    for (int round = 0; round < 20; round++) {
      String tag = "v" + round;
      together(
          images.stream()
              .<Callable<Answer>>map(it -> () -> server.pushManifest(repository, tag, it))
              .toList());
      String digest = named(repository, tag);
      assertThat(history(repository, tag)).containsExactly("claimed " + digest);
      for (int read = 0; read < 5; read++) {
        assertThat(server.get(manifest(repository, tag)).header("Docker-Content-Digest"))
            .isEqualTo(digest);
      }
    }
  }

  @Test
  @Tag("hole-case-folded")
  void upperAndLowerCaseAreTheSameName() {
    TestImage lower = TestImage.of("lower");
    TestImage upper = TestImage.of("upper");
    assertThat(server.push("hole/case", "v1", lower).status()).isEqualTo(201);
    assertThat(server.push("hole/case", "V1", upper).status()).isEqualTo(201);
    assertThat(named("hole/case", "v1")).isEqualTo(lower.digest().toString());
    assertThat(named("hole/case", "V1")).isEqualTo(upper.digest().toString());
  }
}
