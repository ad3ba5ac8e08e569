package dev.stet.acceptance.readme;

import dev.stet.acceptance.running.Checkout;
import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.DistributionProcess;
import dev.stet.acceptance.running.DockerEngine;
import dev.stet.acceptance.running.ImageLayout;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the page that moves from distribution with htpasswd, as it shows them. */
class MoveFromAnotherRegistryTest {
  private static final Path PAGE = Path.of("docs/how-to/move-from-another-registry.md");

  private @TempDir Path folder;

  @Test
  void thePageShowsWhatHappens() throws IOException, InterruptedException {
    try (DistributionProcess old = DistributionProcess.start("registry", folder.resolve("old"));
        StetProcess stet = StetProcess.start(folder.resolve("data"));
        DockerEngine engine = DockerEngine.start(Files.createDirectory(folder.resolve("d")))) {
      fill(old);
      String page =
          Files.readString(Checkout.FOLDER.resolve(PAGE))
              .replace("127.0.0.1:5001", old.address())
              .replace("127.0.0.1:5000", stet.address());
      Path programs = Files.createDirectory(folder.resolve("bin"));
      Document.writeStet(programs.resolve("stet"), stet.port());
      String path = programs + ":" + System.getenv("PATH");
      Command shell = Command.of("bash", "-c").in(folder).where("PATH", path);
      Document.of(page).run(engine.environmentOf(stet.asItsUser(shell)));
    }
  }

  /** What the page says that the old registry holds. */
  private void fill(DistributionProcess old) throws IOException, InterruptedException {
    Path password = folder.resolve("password");
    old.signIn(password);
    Command copy =
        Checkout.stet().where("DOCKER_CONFIG", password.toString()).with("copy", "--all");
    ImageLayout api = new ImageLayout(folder.resolve("api"));
    byte[] older = api.image("older");
    byte[] newer = api.index(api.image("newer, amd64"), api.image("newer, arm64"));
    byte[] signature = api.about(newer, "signature");
    api.name(older, MediaTypes.OCI_IMAGE, "1.0")
        .name(newer, MediaTypes.OCI_INDEX, "1.1", "latest")
        .name(api.index(signature), MediaTypes.OCI_INDEX, "sha256-" + Digest.sha256(newer).hex());
    copy.with(api.operand(), old.address() + "/shop/api").run().successfully();
    ImageLayout web = new ImageLayout(folder.resolve("web"));
    web.name(web.image("web"), MediaTypes.OCI_IMAGE, "1.0");
    copy.with(web.operand(), old.address() + "/shop/web").run().successfully();
  }
}
