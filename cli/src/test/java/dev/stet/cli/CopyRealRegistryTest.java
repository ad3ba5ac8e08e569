package dev.stet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.copy.TestLayout;
import dev.stet.cli.registry.RealRegistry;
import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** copy to and from the registry of the distribution project. */
class CopyRealRegistryTest {
  @TempDir private Path temp = Path.of("");

  private StetRun run(String... arguments) {
    StetRun run = StetRun.of(temp, Map.of(), arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  @Test
  void imagesGoInAndComeOutByteForByte() throws IOException {
    TestLayout layout = new TestLayout(temp.resolve("layout"));
    byte[] image = layout.image(1, 3_000_000);
    byte[] index = layout.index(image, layout.image(2, 1000));
    layout.name("one", MediaTypes.OCI_IMAGE, image).name("multi", MediaTypes.OCI_INDEX, index);
    try (RealRegistry registry = RealRegistry.start(temp)) {
      String shop = registry.host() + "/shop/api";
      run("copy", "--all", "oci:layout", shop);
      assertThat(run("copy", shop + ":multi", registry.host() + "/other").err())
          .contains("mounted sha256:")
          .doesNotContain("copied");
      run("copy", registry.host() + "/other:multi", "oci:out");
      run("copy", shop + ":one", "docker-archive:one.tar");
      run("copy", "docker-archive:one.tar", registry.host() + "/back");
      assertThat(run("copy", shop, "oci:all", "--all", "-q").out().lines())
          .containsExactlyInAnyOrder(
              Digest.sha256(image).toString(), Digest.sha256(index).toString());
      assertThat(run("copy", registry.host() + "/back:one", "oci:out", "-q").out())
          .isEqualTo(Digest.sha256(image) + "\n");
    }
    assertSameBlobs(temp.resolve("layout"), temp.resolve("out"));
    assertSameBlobs(temp.resolve("layout"), temp.resolve("all"));
  }

  private static void assertSameBlobs(Path wanted, Path got) throws IOException {
    Path blobs = Path.of("blobs/sha256");
    try (var files = Files.list(wanted.resolve(blobs))) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(got.resolve(blobs).resolve(file.getFileName()))
                      .hasSameBinaryContentAs(file));
    }
  }
}
