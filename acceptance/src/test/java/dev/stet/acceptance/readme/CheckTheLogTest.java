package dev.stet.acceptance.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Checkout;
import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the page that checks the log with other tools, as it shows them. */
class CheckTheLogTest {
  private static final Path PAGE = Path.of("docs/how-to/check-the-log-with-other-tools.md");
  private static final String SOURCES = "acceptance/src/test/go";
  private static final String REPOSITORY = "shop/api";

  private @TempDir Path folder;

  @Test
  void thePageShowsWhatHappens() throws IOException, InterruptedException {
    Tools.path("go");
    Tools.path("curl");
    Path fsck = Tools.installedByGo("fsck");
    try (StetProcess stet = StetProcess.start(folder.resolve("data"));
        RegistryClient client = stet.client()) {
      fill(client);
      String page =
          Files.readString(Checkout.FOLDER.resolve(PAGE))
              .replace("127.0.0.1:5000", stet.address())
              .replace(SOURCES, Checkout.FOLDER.resolve(SOURCES).toString())
              .replace("$(go env GOPATH)/bin/fsck", fsck.toString());
      Document.of(page).run(Command.of("bash", "-c").in(folder));
    }
  }

  /** What the page says that the registry holds, and two tags more. */
  private static void fill(RegistryClient client) throws IOException, InterruptedException {
    TestImage image = TestImage.small();
    for (byte[] blob : List.of(image.layer(), image.config())) {
      assertThat(client.pushBlob(REPOSITORY, blob).statusCode()).isEqualTo(201);
    }
    List<String> tags = List.of("1.0", "1.1", "1.2");
    assertThat(client.pushManifest(REPOSITORY, image, tags).statusCode()).isEqualTo(201);
  }
}
