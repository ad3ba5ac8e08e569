package dev.stet.registry;

import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of what happens to names in a repository, on a registry of its own. */
public abstract class NamesTest {
  protected static final String SHOP = "shop/api";

  @TempDir private Path folder;
  protected TestRegistry registry;

  /** The API, about {@link #SHOP}. */
  protected ApiRequests api;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.open(folder);
    api = new ApiRequests(registry, SHOP);
  }

  @AfterEach
  void close() {
    registry.close();
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

  /** The digest of what a name names; empty if it names nothing. */
  protected String pulled(String name) {
    return pull(name).header("Docker-Content-Digest");
  }
}
