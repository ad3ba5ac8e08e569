package dev.stet.acceptance.moving;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** From distribution, version 3. */
class FromDistributionTest extends DistributionContract {
  FromDistributionTest(@TempDir Path folder) throws IOException, InterruptedException {
    super("registry", folder);
  }
}
