package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.TestImage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that lists the tags of a repository. */
interface ListContract extends Client {
  /** The tags of {@code HOST/REPOSITORY}. */
  List<String> tags(String repository) throws IOException, InterruptedException;

  @Test
  default void theTagsOfARepositoryAreListed() throws IOException, InterruptedException {
    push(TestImage.unique(), reference("shop/tags")).successfully();
    push(TestImage.unique(), repository("shop/tags") + ":1.5.0").successfully();
    assertThat(tags(repository("shop/tags"))).containsExactlyInAnyOrder(tag(), "1.5.0");
  }
}
