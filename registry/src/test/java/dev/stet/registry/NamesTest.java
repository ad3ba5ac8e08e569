package dev.stet.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A test of what happens to names in a repository, on a registry of its own. Whatever it does, what
 * must always be so has to be so at its end.
 */
public abstract class NamesTest {
  protected static final String SHOP = "shop/api";

  protected TestWorld world = new TestWorld();

  @TempDir private Path folder;
  protected TestRegistry registry;

  /** Whether the test has damaged the database, so that nothing has to be so. */
  protected boolean damaged;

  /** The API, about {@link #SHOP}. */
  protected ApiRequests api;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.open(folder, world);
    api = new ApiRequests(registry, SHOP);
  }

  @AfterEach
  void close() {
    if (!damaged) {
      Invariants.hold(registry.database());
    }
    registry.close();
  }

  /** Where the registry is, to start it again. */
  protected Path folder() {
    return folder;
  }

  /** A manifest that needs nothing in its repository, each number another. */
  protected static byte[] manifest(String number) {
    return Images.index(List.of(), Map.of("number", number));
  }

  protected Digest push(String tag, String number) {
    return registry.image(SHOP, tag, manifest(number));
  }

  protected TestAnswer pull(Object reference) {
    return registry.get("/v2/" + SHOP + "/manifests/" + reference);
  }

  /** The digest that is pulled; empty if there is none. */
  protected String pulled(Object reference) {
    return pull(reference).header("Docker-Content-Digest");
  }

  /** Makes sure that a push is refused for that reason; the answer. */
  protected static TestAnswer refused(TestAnswer answer, String reason) {
    assertThat(answer.failure()).isEqualTo("409 DENIED");
    assertThat(answer.error().path("detail").path("reason").asString()).isEqualTo(reason);
    return answer;
  }
}
