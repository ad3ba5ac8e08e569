package dev.stet.cli.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.TagName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {
  private static final String HEAD = "3035eca9c1a5a8a3b2b1e0d9c8b7a6f504132231";
  private static final Checkout CHECKOUT =
      new Checkout(
          Optional.of("feature/x"),
          HEAD,
          List.of(),
          Instant.parse("2026-11-20T11:00:00Z"),
          Optional.of("git@github.com:shop/api.git"),
          Map.of(),
          Checkout.Changes.NONE);

  @Test
  void theLabelsSayWhatTheTagWasMadeFrom() {
    ImageName name =
        new ImageName(
            TagName.parse("feature-x-3035eca"),
            Optional.of("feature/x"),
            Optional.empty(),
            Optional.empty());
    assertThat(Labels.arguments(Labels.of(CHECKOUT, name), LabelStyle.DOCKER))
        .containsExactly(
            "--label org.opencontainers.image.revision=" + HEAD,
            "--label org.opencontainers.image.source=https://github.com/shop/api",
            "--label org.opencontainers.image.created=2026-11-20T11:00:00Z",
            "--label org.opencontainers.image.ref.name=feature/x",
            "--label dev.stet.branch=feature/x");
  }

  @Test
  void buildxGetsTheSameAsAnnotations() {
    Map<String, String> labels = Map.of("a", "b");
    assertThat(Labels.arguments(labels, LabelStyle.BUILDX))
        .containsExactly("--label a=b", "--annotation a=b");
  }

  @Test
  void aPullRequestRecordsBothTheMergeAndItsHead() {
    ImageName name =
        new ImageName(
            TagName.parse("pr-5-2222222"),
            Optional.empty(),
            Optional.of(new ImageName.PullRequest("5", "2".repeat(40))),
            Optional.empty());
    assertThat(Labels.of(CHECKOUT, name))
        .containsEntry("org.opencontainers.image.revision", HEAD)
        .containsEntry("dev.stet.pull-request", "5")
        .containsEntry("dev.stet.pull-request.head", "2".repeat(40));
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:secret@gitlab.example/shop/api.git, https://gitlab.example/shop/api",
    "https://gitlab.example:8443/shop/api, https://gitlab.example:8443/shop/api",
    "ssh://git@gitlab.example:2222/shop/api.git, https://gitlab.example/shop/api",
    "git@gitlab.example:shop/api.git, https://gitlab.example/shop/api",
    "gitlab.example:shop/api.git, https://gitlab.example/shop/api",
  })
  void theSourceIsForABrowserAndTellsNoPassword(String origin, String source) {
    assertThat(Labels.source(origin)).contains(source);
  }

  @ParameterizedTest
  @CsvSource({"/srv/git/api.git", "../api", "https://h/with a space", "file:///srv/api"})
  void aSourceOnThisMachineIsNotTold(String origin) {
    assertThat(Labels.source(origin)).isEmpty();
  }
}
