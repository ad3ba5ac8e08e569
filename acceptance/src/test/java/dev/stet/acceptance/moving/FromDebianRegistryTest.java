package dev.stet.acceptance.moving;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** From distribution, version 2, as Debian has it. */
class FromDebianRegistryTest extends DistributionContract {
  FromDebianRegistryTest(@TempDir Path folder) throws IOException, InterruptedException {
    super("docker-registry", folder);
  }
}
