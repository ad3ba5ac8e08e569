package dev.stet.acceptance.clients;

import dev.stet.acceptance.running.TestImage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A client that can push a name such as {@code latest}: it is told why it cannot here. */
interface RollingNameContract extends Client {
  @Test
  default void latestIsRefusedAndTheClientSaysWhy() throws IOException, InterruptedException {
    Refusal.of(push(TestImage.unique(), repository("shop/latest") + ":latest"))
        .kept(this, "latest")
        .says("\"latest\" is a rolling name and cannot be pushed to repository \"shop/latest\"")
        .says("push a new tag");
  }
}
