package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.TestImage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A client that deletes what a tag names, or the tag alone. */
interface DeleteContract extends Client {
  /** Deletes. */
  Ended delete(String reference) throws IOException, InterruptedException;

  @Test
  default void aDeletedNameIsGoneAndNamesNoOtherImage() throws IOException, InterruptedException {
    TestImage image = TestImage.unique();
    push(image, reference("shop/deleted")).successfully();
    delete(reference("shop/deleted")).successfully();
    assertThat(registry().manifest("shop/deleted", tag()).statusCode()).isEqualTo(404);

    Refusal.of(push(TestImage.unique(), reference("shop/deleted")))
        .kept(this, "deleted")
        .says("burnt");

    push(image, reference("shop/deleted")).successfully();
    assertThat(pull(reference("shop/deleted"))).isEqualTo(image.content());
  }
}
