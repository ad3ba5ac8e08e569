package dev.stet.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Collecting, restoring and purging by the command, and rules of retention. */
class SpaceCommandsTest {
  private @TempDir Path folder;

  private List<String> lines(StetProcess stet, Object... words)
      throws IOException, InterruptedException {
    return stet.command().with(words).run().successfully().output().lines().toList();
  }

  private static TestImage push(RegistryClient registry, String repository, String tag)
      throws IOException, InterruptedException {
    TestImage image = TestImage.unique();
    for (byte[] blob : List.of(image.config(), image.layer())) {
      assertThat(registry.pushBlob(repository, blob).statusCode()).isEqualTo(201);
    }
    assertThat(registry.pushManifest(repository, tag, image).statusCode()).isEqualTo(201);
    return image;
  }

  @Test
  void whatNothingNeedsIsCollectedComesBackAndIsPurged() throws IOException, InterruptedException {
    try (StetProcess stet = StetProcess.start(folder.resolve("data"));
        RegistryClient registry = stet.client()) {
      TestImage image = push(registry, "shop/api", "1.0");
      byte[] stray = {1, 2, 3};
      registry.pushBlob("shop/api", stray);
      String manifest = stet.address() + "/shop/api@" + image.digest();

      assertThat(lines(stet, "gc", "--grace", "0s", "--dry-run"))
          .containsExactly("would collect 0 manifests and 1 blobs, 3 B");
      assertThat(lines(stet, "gc", "--grace", "0s"))
          .containsExactly("collected 0 manifests and 1 blobs, 3 B");
      assertThat(lines(stet, "gc", "list"))
          .singleElement()
          .asString()
          .startsWith("shop/api\tsha256:039058c6f2c0cb49")
          .contains("\tblob\t3\t");

      lines(stet, "rm", "shop/api@" + image.digest());
      assertThat(lines(stet, "gc", "list", "-o", "name")).contains(manifest);
      assertThat(lines(stet, "gc", "restore", manifest))
          .containsExactly(stet.address() + "/shop/api:1.0@" + image.digest());
      assertThat(registry.manifest("shop/api", "1.0").statusCode()).isEqualTo(200);

      assertThat(stet.command().with("gc", "purge").run().code()).isEqualTo(2);
      assertThat(lines(stet, "gc", "purge", "--dry-run")).contains("0\t1\t3");
      assertThat(lines(stet, "gc", "purge", "--yes")).containsExactly("0\t1\t3");
      assertThat(lines(stet, "gc", "list")).isEmpty();
      assertThat(
              stet.command()
                  .with("gc", "restore", "shop/api@sha256:" + "0".repeat(64))
                  .run()
                  .code())
          .isEqualTo(3);
    }
  }

  @Test
  void rulesAreCarriedOutAsPlanned() throws IOException, InterruptedException {
    Path configuration = folder.resolve("stet.yaml");
    Files.writeString(configuration, "retention:\n  - keep 1 newest per branch\n");
    try (StetProcess stet =
            StetProcess.start(
                folder.resolve("data"), Map.of("STET_CONFIG", configuration.toString()));
        RegistryClient registry = stet.client()) {
      TestImage old = push(registry, "shop/api", "main-3035eca");
      push(registry, "shop/api", "main-77d0b1c");
      String reference = stet.address() + "/shop/api:main-3035eca@" + old.digest();

      assertThat(lines(stet, "retention", "plan"))
          .contains("would delete 1 tags; 1 stay")
          .anyMatch(line -> line.startsWith("go\tshop/api\tmain-3035eca\t"))
          .anyMatch(line -> line.startsWith("stay\tshop/api\tmain-77d0b1c\t"));
      assertThat(lines(stet, "retention", "run", "--dry-run", "-o", "name")).contains(reference);
      assertThat(registry.manifest("shop/api", "main-3035eca").statusCode()).isEqualTo(200);
      assertThat(lines(stet, "retention", "run", "-o", "name"))
          .containsExactly("deleted 1 tags; 1 stay", reference);
      assertThat(registry.manifest("shop/api", "main-3035eca").statusCode()).isEqualTo(404);
      assertThat(lines(stet, "rm", "--undo", "shop/api:main-3035eca")).containsExactly(reference);
    }
  }
}
