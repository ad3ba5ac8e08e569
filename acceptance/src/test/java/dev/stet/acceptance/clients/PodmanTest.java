package dev.stet.acceptance.clients;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class PodmanTest extends ClientContract {
  private final Command podman;

  PodmanTest(@TempDir Path folder) {
    super(folder);
    podman =
        Tools.find("podman")
            .with("--root", fresh(), "--runroot", fresh())
            .with(
                "--storage-driver", "vfs", "--cgroup-manager", "cgroupfs", "--events-backend=none");
  }

  @Override
  protected Ended push(TestImage image, String reference) throws IOException, InterruptedException {
    podman.with("load", "--input", image.archive(fresh(), reference)).run().successfully();
    Ended pushed = podman.with("push", "--tls-verify=false", reference).run();
    podman.with("rmi", "--force", reference).run().successfully();
    return pushed;
  }

  @Override
  protected byte[] pull(String reference) throws IOException, InterruptedException {
    podman.with("pull", "--tls-verify=false", reference).run().successfully();
    String container = podman.with("create", "--network=none", reference).line();
    Path file = fresh();
    podman.with("cp", container + ":/" + TestImage.FILE, file).run().successfully();
    podman.with("rm", container).run().successfully();
    podman.with("rmi", "--force", reference).run().successfully();
    return Files.readAllBytes(file);
  }
}
