package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.TestImage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that attaches things to an image, and finds them again. */
interface ReferrersContract extends Client {
  /** Attaches something of a type to an image, and returns its digest. */
  String attach(String reference, String type) throws IOException, InterruptedException;

  /** The digests of what is attached to an image. */
  List<String> attached(String reference) throws IOException, InterruptedException;

  /** The digests of what is attached to an image and of a type. */
  List<String> attached(String reference, String type) throws IOException, InterruptedException;

  @Test
  default void whatIsAttachedIsFound() throws IOException, InterruptedException {
    String reference = reference("shop/attached");
    push(TestImage.unique(), reference).successfully();
    assertThat(attached(reference)).isEmpty();

    String one = attach(reference, "application/x.one");
    String two = attach(reference, "application/x.two");
    assertThat(attached(reference)).containsExactlyInAnyOrder(one, two);
    assertThat(attached(reference, "application/x.two")).containsExactly(two);
  }
}
